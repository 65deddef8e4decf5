"""Case 42, whole: a person goes out of every table, the ledger tells that it was done, and every proof still holds."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from portal.demo.sign_ins import cast
from services.actions.actor import SYSTEM, Actor
from services.actions.errors import Denied
from services.actions.models import RequestKey
from services.applications.actions.close import close
from services.applications.actions.leave import withdraw
from services.applications.models import Application, Upload
from services.departments.models import Department, StaffMember
from services.enquiries.actions.answer import answer
from services.enquiries.actions.ask import ask
from services.erasure.actions.erase_person import erase_person
from services.erasure.duties import Duty
from services.erasure.errors import NotSealedYet, StillRuns
from services.files import vault
from services.ledger import ledger_check
from services.ledger.checking import verify_log
from services.ledger.entries import record
from services.ledger.erasing import mentions
from services.ledger.models import Entry
from services.ledger.proof_files import all_keys, export
from services.ledger.proofs import prove, verify
from services.ledger.sealer import seal
from services.notifications.actions.send import send as tell
from services.notifications.models import Contact, Message
from services.people.models import Person, ProofAttempt, User
from services.people.queries import tried_number
from services.sealing.fields import SealedField
from services.sealing.receipts import Receipt
from services.sharing.actions.object_to import object_to
from services.sharing.actions.take_back import take_back
from services.sharing.models import ConsentRequest, Dispute
from tests.aftercare.running import running
from tests.cast import NOON, begin, own_number, send

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)
NUMBER = "13900000042"
ANY = Receipt(0)


def erased(who: Actor, actor: Actor = SYSTEM) -> UUID:
    seal()
    assert who.person_id
    return erase_person(person_id=who.person_id, actor=actor, at=LATER)


def still_runs(who: Actor) -> str:
    seal()
    before = Person.objects.get(pk=who.person_id).name
    with pytest.raises(StillRuns) as refused:
        erase_person(person_id=who.person_id, actor=SYSTEM, at=LATER)
    assert Person.objects.get(pk=who.person_id).name == before
    return str(refused.value)


@pytest.fixture
def wang(catalogue: None, departments_stub: Any, citizen: Any) -> Actor:
    """Somebody who has used nearly everything and has nothing running."""
    who: Actor = citizen("wang_xiulan")
    own_number(who, NUMBER)
    begin(who)
    office = Department.objects.get(code="civil_affairs").pk
    enquiry = ask(department_id=office, words="王秀兰想问", actor=who, at=NOON, request_key=uuid4())
    answer(enquiry_id=enquiry, words="好的", actor=_clerk(), at=NOON)
    given = {"person_id": who.person_id, "field_code": "population.birth_on", "source": "data"}
    take_back(dispute_id=object_to(**given, words="王秀兰说", actor=who, at=NOON), actor=who, at=NOON)
    tell(
        person_id=who.person_id,
        template="received",
        source="x:1",
        context={"who": "王秀兰"},
        actor=SYSTEM,
        at=NOON,
    )
    return who


def _clerk(role: str = "CASEWORKER") -> Actor:
    user, _ = User.objects.get_or_create(username=role, defaults={"kind": "STAFF", "is_staff": True})
    office = Department.objects.get(code="civil_affairs")
    StaffMember.objects.get_or_create(
        user=user, defaults={"department": office, "name": "李文", "role": role}
    )
    return Actor("STAFF", user_id=user.pk, department_id=office.pk)  # type: ignore[arg-type]


def everything_sealed() -> Iterator[str]:
    """What any key of ours can open anywhere, whatever receipt it asks for."""
    for model in apps.get_models():
        fields = [field for field in model._meta.fields if isinstance(field, SealedField)]
        for row in model._default_manager.all() if fields else ():
            held = ((field, row.__dict__[field.attname]) for field in fields)
            yield from (
                repr(field.open(value, field.row_of(row), ANY)) for field, value in held if value is not None
            )


def test_the_person_is_found_nowhere_any_more(wang: Actor) -> None:
    her = cast()["wang_xiulan"]
    known = {her["name"], her["id_no"], NUMBER}
    assert all(any(each in said for said in everything_sealed()) for each in known)
    erased(wang)
    assert not [said for said in everything_sealed() if any(each in said for each in known)]
    person = Person.objects.get(pk=wang.person_id)
    assert (person.name, person.proof) == ("", "erased")
    assert not Person.objects.filter(id_no_index=her["id_no"]).exists()
    for rows in (
        Contact,
        Message,
        Application,
        ProofAttempt.objects.filter(id_no_index=tried_number(her["id_no"])),
    ):
        assert not (rows.objects if isinstance(rows, type) else rows).exists()
    assert not User.objects.filter(pk=wang.user_id).exists()
    assert not RequestKey.objects.filter(actor=wang.key).exists()
    assert Dispute.objects.get().words == ""


def test_case_42_no_entry_names_the_person_and_the_tree_still_verifies(wang: Actor) -> None:
    seal()
    named = mentions([str(wang.person_id), wang.key, f"user:{wang.user_id}"])
    proofs = [prove(entry) for entry in Entry.objects.order_by("leaf_index")]
    assert named
    erased(wang)
    seal()
    assert mentions([str(wang.person_id), wang.key, f"user:{wang.user_id}"]) == []
    assert not Entry.objects.filter(leaf_index__in=named).exclude(body=None, salt=None).exists()
    assert verify_log().faults == () and all(verify(proof) for proof in proofs)


def test_the_program_of_strangers_finds_it_genuine_and_counts_what_went(wang: Actor) -> None:
    erased(wang)
    seal()
    gone = Entry.objects.filter(body=None).count()
    assert f", {gone} of them erased, " in ledger_check.check_export(
        export(), ledger_check.keys_in(all_keys())
    )
    Entry.objects.filter(leaf_index=Entry.objects.get(kind="person_erased").leaf_index).update(
        body=None, salt=None
    )
    with pytest.raises(ledger_check.Wrong):
        ledger_check.check_export(export(), ledger_check.keys_in(all_keys()))


def test_the_entry_that_tells_of_it_names_nobody(wang: Actor) -> None:
    erased(wang)
    told = json.loads(bytes(Entry.objects.get(kind="person_erased").body or b""))
    gone = Entry.objects.filter(body=None).count()
    assert told == {
        "kind": "person_erased",
        "by": "SYSTEM",
        "entries": gone,
        "reason": "PIPL 47",
        "at": LATER.isoformat(),
    }


def test_others_keep_everything(wang: Actor, citizen: Any) -> None:
    li = citizen("li_jianguo")
    own_number(li, "13900000043")
    erased(wang)
    assert Person.objects.get(pk=li.person_id).name == cast()["li_jianguo"]["name"]
    assert Contact.objects.get().person_id == li.person_id
    assert mentions([str(li.person_id)])


def test_again_it_changes_nothing(wang: Actor) -> None:
    assert erased(wang) == erased(wang) == wang.person_id
    assert Entry.objects.filter(kind="person_erased").count() == 1


def test_two_people_can_be_erased(wang: Actor, citizen: Any) -> None:
    li = citizen("li_jianguo")
    erased(wang)
    erased(li)
    assert Person.objects.filter(proof="erased").count() == 2


def test_whoever_comes_back_is_somebody_new(wang: Actor, citizen: Any) -> None:
    erased(wang)
    assert citizen("wang_xiulan").person_id != wang.person_id


def test_papers_of_a_draft_go_out_of_the_vault(
    wang: Actor, django_capture_on_commit_callbacks: Any, settings: Any, tmp_path: Any
) -> None:
    settings.VAR = tmp_path
    stored = vault.put(b"paper")
    draft = Application.objects.get()
    Upload.objects.create(
        application=draft, question="q", name="x.pdf", kind="PDF", size=5, sha256="0", stored=stored, at=NOON
    )
    with django_capture_on_commit_callbacks(execute=True):
        erased(wang)
    with pytest.raises(FileNotFoundError):
        vault.get(stored)


def test_in_the_request_of_another_household_only_the_name_goes(wang: Actor, citizen: Any) -> None:
    li, her = citizen("li_jianguo"), cast()["wang_xiulan"]
    purpose = Application.objects.get().item_version.purpose
    ConsentRequest.objects.create(
        asked_by_id=li.person_id, name=her["name"], id_no=her["id_no"], purpose=purpose, source="application:1",
        state="AGREED", asked_at=NOON, answered_at=NOON,
    )  # fmt: skip
    erased(wang)
    asked = ConsentRequest.objects.get()
    assert (asked.state, asked.name, her["id_no"] in asked.id_no) == ("AGREED", "", False)


class TestNotWhile:
    def test_an_application_or_what_it_gives_runs(
        self, catalogue: None, departments_stub: Any, citizen: Any
    ) -> None:
        application = running(citizen)
        wang = citizen("wang_xiulan")
        assert Duty.APPLICATION in still_runs(wang)
        close(application_id=application.pk, actor=SYSTEM, at=LATER)
        said = still_runs(wang)
        assert Duty.APPLICATION not in said
        assert Duty.ENTITLEMENT in said and Duty.CERTIFICATE in said

    def test_a_dispute_is_open(self, wang: Actor) -> None:
        given = {"person_id": wang.person_id, "field_code": "population.birth_on", "source": "data"}
        object_to(**given, words="不对", actor=wang, at=NOON)
        assert still_runs(wang) == Duty.DISPUTE

    def test_a_question_waits(self, wang: Actor) -> None:
        office = Department.objects.get(code="civil_affairs").pk
        ask(department_id=office, words="还有一件事", actor=wang, at=NOON)
        assert still_runs(wang) == Duty.ENQUIRY

    def test_an_entry_that_names_them_has_no_place_yet(self, wang: Actor) -> None:
        seal()
        record("seen", {"person": str(wang.person_id)})
        with pytest.raises(NotSealedYet):
            erase_person(person_id=wang.person_id, actor=SYSTEM, at=LATER)
        assert erased(wang)

    def test_but_after_a_closed_application_which_stays_as_it_is(
        self, catalogue: None, departments_stub: Any, citizen: Any
    ) -> None:
        departments_stub.fail("public_security")
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        withdraw(application_id=application.pk, actor=wang, at=NOON)
        close(application_id=application.pk, actor=SYSTEM, at=LATER)
        erased(wang)
        kept = Application.objects.get()
        assert (kept.state, kept.answers, kept.person.name) == ("CLOSED", application.answers, "")


class TestWho:
    def test_a_supervisor_may(self, wang: Actor) -> None:
        assert erased(wang, _clerk("SUPERVISOR"))

    @pytest.mark.parametrize("who", ["CASEWORKER", "DATA", "themself"])
    def test_nobody_else_and_the_try_is_recorded(self, who: str, wang: Actor) -> None:
        with pytest.raises(Denied):
            erased(wang, wang if who == "themself" else _clerk(who))
        assert Entry.objects.filter(kind="denied").exists()
        assert Person.objects.get(pk=wang.person_id).name


class TestCommand:
    def run(self, *words: object) -> str:
        said = StringIO()
        call_command("erase_person", *map(str, words), stdout=said)
        return said.getvalue()

    def test_it_erases(self, wang: Actor) -> None:
        seal()
        _clerk("SUPERVISOR")
        assert self.run(wang.person_id, "--by", "SUPERVISOR").startswith(f"Erased: {wang.person_id}.")
        assert '"by":"STAFF:' in bytes(Entry.objects.get(kind="person_erased").body or b"").decode()

    def test_it_says_why_not(self, wang: Actor) -> None:
        with pytest.raises(CommandError, match="entries wait for the sealer"):
            self.run(wang.person_id)
        seal()
        office = Department.objects.get(code="civil_affairs").pk
        ask(department_id=office, words="还有", actor=wang, at=NOON)
        for words, why in (
            ([wang.person_id], "Nothing was erased: a question of theirs waits for an answer."),
            ([uuid4()], "There is no person"),
            ([wang.person_id, "--by", "CASEWORKER"], "CASEWORKER is not a supervisor"),
            ([wang.person_id, "--by", "nobody"], "Nobody has the staff number nobody"),
        ):
            with pytest.raises(CommandError, match=why):
                self.run(*words)
