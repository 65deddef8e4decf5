"""Case 59, to its end: a corrected value is asked for again, what rests on it is found, and people are told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.aftercare.actions.reexamine import close_reexamination, find_dependants
from services.aftercare.errors import AlreadyAnswered, WordsMissing
from services.aftercare.models import Ending, Reexamination
from services.aftercare.rereading import reread_corrected
from services.applications.actions.claim import claim
from services.applications.models import Application, Assessment, Evidence
from services.certificates.models import Certificate
from services.notifications.models import Message
from services.sharing.actions.object_to import object_to
from services.sharing.actions.settle import settle
from services.sharing.models import DataRequest, Dispute
from tests.aftercare.running import relay, running
from tests.cast import NOON, begin, send
from tests.opened import value_of
from tests.refusals import refused_by
from tests.sharing.conftest import data_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
LATER = NOON + timedelta(days=2)
STILL_LATER = LATER + timedelta(hours=1)
BIRTH, RESIDENCE = "population.birth_on", "population.residence"


@pytest.fixture(autouse=True)
def two_days_later() -> Iterator[None]:
    """Handlers ask the clock."""
    with time_machine.travel(LATER, tick=False):
        yield


def dispute(application: Application, field: str) -> Dispute:
    user = application.person.user
    her = Actor(Role.CITIZEN, user_id=user.pk, person_id=application.person_id)
    given = {"field_code": field, "source": application.source, "words": "不对"}
    return Dispute.objects.get(pk=object_to(person_id=application.person_id, **given, actor=her, at=LATER))


def settled(application: Application, field: str, outcome: str = "CORRECTED") -> Dispute:
    found = dispute(application, field)
    officer = data_officer("public_security")
    settle(dispute_id=found.pk, outcome=outcome, words="已核对。", actor=officer, at=LATER)
    relay()
    return found


def told(application: Application) -> set[str]:
    return set(Message.objects.filter(person=application.person_id).values_list("template", flat=True))


@pytest.fixture
def approved(citizen) -> Application:
    return running(citizen)


@pytest.fixture
def waiting(citizen) -> Application:
    """陈德明's: the register does not say where he lives."""
    who = citizen("chen_deming")
    application = send(begin(who), who)
    relay()
    return application


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


class TestWhatWasDecided:
    @pytest.fixture
    def looked_at(self, approved, departments_stub) -> Reexamination:
        departments_stub.set("wang_xiulan", BIRTH, "1966-03-08")
        settled(approved, BIRTH)
        reread_corrected(at=STILL_LATER)
        relay()
        return Reexamination.objects.get()

    def test_case_59_waits_for_a_person_and_is_not_undone_by_itself(self, looked_at, approved):
        assert (looked_at.application, looked_at.state) == (approved, "OPEN")
        assert looked_at.due_on is not None
        assert fresh(approved).state == "APPROVED" and Certificate.objects.get().state == "VALID"

    def test_case_59_lists_what_changed_and_what_the_rules_say_now(self, looked_at):
        assert looked_at.changes == [{"field": BIRTH, "before": "1946-03-08", "after": "1966-03-08"}]
        assert looked_at.conclusion["outcome"] == "PROPOSE_REFUSAL"

    def test_what_the_register_no_longer_tells_goes_to_a_person(self, approved, departments_stub):
        departments_stub.set("wang_xiulan", BIRTH, None)
        settled(approved, BIRTH)
        reread_corrected(at=STILL_LATER)
        row = Reexamination.objects.get()
        assert row.changes == [{"field": BIRTH, "before": "1946-03-08", "after": None}]
        assert row.conclusion == {"outcome": "REVIEW", "code": "M00_FACT_AGE_MISSING"}

    def test_the_decision_keeps_the_evidence_it_was_made_on(self, looked_at, approved):
        value = Evidence.objects.get(application=approved, field_code=BIRTH, superseded_at=None)
        assert value_of(value) == "1946-03-08"
        assert Assessment.objects.filter(application=approved).count() == 1

    def test_the_register_was_asked_under_a_request_of_its_own(self, looked_at):
        asked = DataRequest.objects.get(source=f"reexamination:{looked_at.pk}")
        assert asked.department.code == "public_security" and asked.started_at == STILL_LATER

    def test_the_citizen_is_told_at_each_step(self, looked_at, approved, caseworker):
        assert {"dispute_value_corrected", "reexamined_open"} <= told(approved)
        close(looked_at, caseworker("civil_affairs"), "CONFIRMED")
        assert "reexamined_confirmed" in told(approved)

    def test_a_person_who_finds_it_wrong_ends_it(self, looked_at, approved, caseworker):
        close(looked_at, caseworker("civil_affairs"), "REVERSED")
        assert Ending.objects.get().kind == Ending.Kind.REVOKED
        assert Certificate.objects.get().state == "REVOKED"
        assert "reexamined_reversed" in told(approved)

    def test_only_the_department_that_decided_looks_again(self, looked_at, caseworker):
        with pytest.raises(Denied, match="not_visible"):
            close(looked_at, caseworker("social_insurance"), "REVERSED")
        assert Reexamination.objects.get().state == "OPEN" and not Ending.objects.exists()

    def test_who_decided_it_leaves_it_to_a_colleague(self, citizen, caseworker):
        li = caseworker("civil_affairs")
        settled(refused_by(li, citizen("li_jianguo")), BIRTH)
        reread_corrected(at=STILL_LATER)
        row = Reexamination.objects.get()
        with pytest.raises(Denied, match="own_decision"):
            close(row, li, "CONFIRMED")
        assert Reexamination.objects.get().state == "OPEN"
        close(row, caseworker("civil_affairs", "何芳"), "CONFIRMED")
        assert Reexamination.objects.get().state == "CONFIRMED"

    def test_it_is_answered_once_and_in_words(self, looked_at, caseworker):
        li = caseworker("civil_affairs")
        with pytest.raises(WordsMissing):
            close(looked_at, li, "CONFIRMED", reason=" ")
        close(looked_at, li, "CONFIRMED")
        with pytest.raises(AlreadyAnswered):
            close(looked_at, li, "REVERSED")


def close(row: Reexamination, actor, state: str, reason: str = "年龄不够，但属于历史错误。"):
    given = {"state": Reexamination.State(state), "reason": reason, "at": STILL_LATER}
    close_reexamination(reexamination_id=row.pk, actor=actor, **given)
    relay()


class TestWhatIsUnderWay:
    def test_case_59_is_judged_anew_and_approved_where_only_that_stood_against_it(
        self, waiting, departments_stub
    ):
        departments_stub.set("chen_deming", RESIDENCE, "NORMAL")
        settled(waiting, RESIDENCE)
        reread_corrected(at=STILL_LATER)
        relay()
        application = fresh(waiting)
        assert (application.state, application.decision.decided_by) == ("APPROVED", "RULES")
        assert Reexamination.objects.get().state == "READ"
        assert "reexamined_read" in told(waiting)

    def test_the_new_version_stands_beside_the_old(self, waiting, departments_stub):
        departments_stub.set("chen_deming", RESIDENCE, "NORMAL")
        settled(waiting, RESIDENCE)
        reread_corrected(at=STILL_LATER)
        rows = Evidence.objects.filter(application=waiting, field_code=RESIDENCE).order_by("fetched_at")
        assert [(value_of(each), each.superseded_at) for each in rows] == [
            ("UNKNOWN", STILL_LATER),
            ("NORMAL", None),
        ]

    def test_what_a_caseworker_has_in_hand_stays_in_their_hands(self, waiting, departments_stub, caseworker):
        claim(application_id=waiting.pk, actor=caseworker("civil_affairs"), at=LATER)
        departments_stub.set("chen_deming", RESIDENCE, "NORMAL")
        settled(waiting, RESIDENCE)
        reread_corrected(at=STILL_LATER)
        assert fresh(waiting).state == waiting.state
        assert Assessment.objects.order_by("at").last().outcome == "APPROVE"

    def test_a_draft_gets_the_new_value_before_it_is_sent(self, citizen, departments_stub):
        her = citizen("wang_xiulan")
        draft = Application.objects.get(pk=begin(her))
        departments_stub.set("wang_xiulan", BIRTH, "1950-03-08")
        settled(draft, BIRTH)
        reread_corrected(at=STILL_LATER)
        assert value_of(Evidence.objects.get(field_code=BIRTH, superseded_at=None)) == "1950-03-08"
        assert not any(each.startswith("reexamined") for each in told(draft))


class TestWhatDoesNotFollow:
    def test_a_value_that_is_right_changes_nothing(self, approved):
        settled(approved, BIRTH, "RIGHT")
        assert reread_corrected(at=STILL_LATER) == 0 and not Reexamination.objects.exists()
        assert "dispute_value_right" in told(approved)

    def test_nothing_of_anybody_else_is_touched(self, approved, waiting):
        settled(approved, BIRTH)
        assert [each.application for each in Reexamination.objects.all()] == [approved]

    def test_what_did_not_read_the_value_does_not_rest_on_it(self, citizen, approved):
        her = citizen("wang_xiulan")
        begin(her, "insurance-certificate")
        settled(approved, "population.alive")
        assert {each.application for each in Reexamination.objects.all()} == {approved}

    def test_asked_again_it_is_found_once(self, approved):
        found = settled(approved, BIRTH)
        find_dependants(dispute_id=found.pk, actor=SYSTEM, at=STILL_LATER)
        assert Reexamination.objects.count() == 1


def test_a_silent_register_is_asked_again_later(approved, departments_stub):
    settled(approved, BIRTH)
    departments_stub.fail("public_security")
    assert reread_corrected(at=STILL_LATER) == 1
    row = Reexamination.objects.get()
    assert (row.state, row.attempts) == ("WAITING", 1) and row.next_try_at > STILL_LATER
    departments_stub.restore("public_security")
    assert reread_corrected(at=STILL_LATER) == 0
    assert reread_corrected(at=row.next_try_at) == 1
    assert Reexamination.objects.get().state == "OPEN"


def test_a_register_that_says_the_same_as_before_is_shown_to_a_person(approved):
    settled(approved, BIRTH)
    reread_corrected(at=STILL_LATER)
    row = Reexamination.objects.get()
    assert (row.state, row.changes) == ("OPEN", [])


def test_only_the_portal_itself_looks_for_what_rests_on_it(approved, caseworker):
    with pytest.raises(Denied, match="for_the_portal_itself"):
        find_dependants(dispute_id=settled(approved, BIRTH).pk, actor=caseworker("civil_affairs"), at=LATER)
