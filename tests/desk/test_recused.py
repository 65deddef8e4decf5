"""回避 at the desk: whoever steps back from an application reads who goes on with it, and nothing of its person any more."""

import pytest
from django.test import Client
from django.utils.timezone import now

from services.actions.errors import Denied
from services.aftercare.actions.spot_check import close_check
from services.aftercare.models import ProposedStop, SpotCheck
from services.applications.actions.claim import claim
from services.applications.actions.decide import decide
from services.applications.actions.note import write_note
from services.applications.actions.step_back import step_back_from_case
from services.applications.handlers import certify
from services.certificates.queries import for_source
from services.enquiries.actions.ask import ask
from services.ledger.models import Entry
from services.sharing.models import Look, Recusal
from services.sharing.officers import avoid
from tests.citizen.pages import Page
from tests.desk.casework import a_citizen, a_colleague, act, an_application, fresh, staff
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db
CHEN = "陈德明"


def at_the_desk(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, user)
    return client


@pytest.fixture
def waiting(at_work):
    return an_application("chen_deming")


@pytest.fixture
def li(at_work):
    return a_colleague("李文")


@pytest.fixture
def he(at_work):
    return a_colleague("何芳")


def page_of(client, application, status: int = 200) -> str:
    return Page(client.get(f"/desk/applications/{application.pk}/"), status).one("main").text


def denials() -> list[bytes]:
    return [bytes(each.body) for each in Entry.objects.filter(kind="denied")]


def given(user, application) -> dict:
    return {"application_id": application.pk, "actor": staff(user), "at": now()}


class TestOnThePages:
    def test_case_8_from_then_on_the_application_is_a_colleagues(self, li, he, waiting):
        concerned, colleague = at_the_desk(li), at_the_desk(he)
        asks = page_of(concerned, waiting)
        assert CHEN in asks and "This cannot be taken back" in asks and "Yes, I step back" in asks
        assert act(concerned, waiting, "step_back", next="/desk/").url == "/desk/"
        said = page_of(concerned, waiting, 403)
        assert CHEN not in said and "A colleague of your department takes it over." in said
        assert waiting.case_code in said
        assert CHEN in page_of(colleague, waiting)

    def test_it_says_who_goes_on(self, li, he, waiting):
        step_back_from_case(**given(li, waiting))
        claim(**given(he, waiting))
        assert "何芳 goes on with it." in page_of(at_the_desk(li), waiting, 403)

    def test_opening_it_is_refused_on_record_and_no_look(self, li, waiting):
        step_back_from_case(**given(li, waiting))
        client, looks = at_the_desk(li), Look.objects.count()
        page_of(client, waiting, 403)
        assert Look.objects.count() == looks
        assert b"concerned" in denials()[-1] and b"note_look" in denials()[-1]

    def test_nor_do_they_act_on_it_all_the_same(self, li, waiting):
        step_back_from_case(**given(li, waiting))
        answer = act(at_the_desk(li), waiting, "approve", amount_fen="30000", reason="社区核实。")
        assert answer.status_code == 403 and CHEN not in answer.content.decode()
        assert fresh(waiting).state == "RECEIVED" and b"decide" in denials()[-1]

    def test_nor_with_a_form_that_is_not_filled_in(self, li, waiting):
        step_back_from_case(**given(li, waiting))
        answer = act(at_the_desk(li), waiting, "approve")
        assert answer.status_code == 403 and CHEN not in answer.content.decode()

    def test_nor_do_they_take_its_explanation_along(self, li, he, waiting):
        step_back_from_case(**given(li, waiting))
        path = f"/desk/applications/{waiting.pk}/explanation.json"
        assert at_the_desk(he).get(path).status_code == 200
        assert at_the_desk(li).get(path).status_code == 403

    def test_the_queue_names_the_case_and_not_the_person(self, li, he, waiting):
        step_back_from_case(**given(li, waiting))
        mine, theirs = (
            Page(at_the_desk(each).get("/desk/?tab=department")).one("table", css="queue")
            for each in (li, he)
        )
        assert CHEN in theirs.text and "Claim it" in theirs.text
        assert CHEN not in mine.text and "Claim it" not in mine.text and "You have stepped back" in mine.text

    def test_another_departments_is_not_there_to_step_back_from(self, at_work, waiting):
        stranger = at_the_desk(a_colleague("韩梅", "social_insurance"))
        assert act(stranger, waiting, "step_back").status_code == 404
        assert not Recusal.objects.exists() and b"not_visible" in denials()[-1]


class TestEverywhereElse:
    """What else the desk keeps about the person is not there either; a colleague has it."""

    @pytest.fixture
    def question(self, waiting):
        chen = a_citizen("chen_deming")
        return ask(
            department_id=waiting.competent_department_id,
            words="还要多久？",
            actor=chen,
            at=now(),
            source=waiting.source,
        )

    def test_their_questions(self, li, he, waiting, question):
        step_back_from_case(**given(li, waiting))
        for user, status, listed in ((li, 404, False), (he, 200, True)):
            client = at_the_desk(user)
            assert client.get(f"/desk/enquiries/{question}/").status_code == status
            assert (CHEN in Page(client.get("/desk/enquiries/")).one("main").text) is listed

    def test_their_certificates(self, li, he, waiting):
        decide(outcome="APPROVED", amount_fen=30000, reason="社区核实。", **given(he, waiting))
        certify(waiting.pk)
        paper = for_source(waiting.source).pk
        assert CHEN in Page(at_the_desk(li).get("/desk/certificates/")).one("main").text
        avoid(li.pk, waiting.person.id_no, at=now())
        for user, status, listed in ((li, 404, False), (he, 200, True)):
            client = at_the_desk(user)
            assert client.get(f"/desk/certificates/{paper}/").status_code == status
            assert (CHEN in Page(client.get("/desk/certificates/")).one("main").text) is listed

    def test_what_is_to_be_looked_at_again_of_theirs(self, li, he, waiting):
        check = SpotCheck(application=waiting, department=waiting.competent_department, drawn_for=["RANDOM"])
        check.open(10, now())
        step_back_from_case(**given(li, waiting))
        assert list(SpotCheck.objects.visible_to(staff(he))) == [check]
        assert not SpotCheck.objects.visible_to(staff(li)).exists()
        assert not ProposedStop.objects.visible_to(staff(li)).exists()
        with pytest.raises(Denied, match="not_visible"):
            close_check(check_id=check.pk, state="CONFIRMED", reason="x", actor=staff(li), at=now())


class TestTheAction:
    def test_what_they_held_is_with_the_department_again(self, li, waiting):
        claim(**given(li, waiting))
        step_back_from_case(**given(li, waiting))
        assert fresh(waiting).holder is None
        assert [each.staff_id for each in fresh(waiting).assignments.order_by("at")] == [li.post.pk, None]

    def test_what_a_colleague_holds_stays_with_them(self, li, he, waiting):
        claim(**given(he, waiting))
        step_back_from_case(**given(li, waiting))
        assert fresh(waiting).holder == he.post

    def test_twice_is_once_and_the_ledger_names_no_person(self, li, waiting):
        for _ in range(2):
            step_back_from_case(**given(li, waiting))
        body = bytes(Entry.objects.get(kind="stepped_back").body)
        assert str(waiting.pk).encode() in body and str(waiting.person_id).encode() not in body
        assert Recusal.objects.get().user == li

    @pytest.mark.parametrize(
        ("do", "more"),
        [(claim, {}), (write_note, {"words": "x"}), (decide, {"outcome": "REFUSED", "reason": "x"})],
    )
    def test_every_act_is_refused_to_them_and_done_by_a_colleague(self, li, he, waiting, do, more):
        step_back_from_case(**given(li, waiting))
        with pytest.raises(Denied, match="concerned"):
            do(**given(li, waiting), **more)
        do(**given(he, waiting), **more)

    def test_a_citizen_steps_back_from_nothing(self, waiting):
        with pytest.raises(Denied):
            step_back_from_case(application_id=waiting.pk, actor=a_citizen("chen_deming"), at=now())
        assert not Recusal.objects.exists()
