"""“This is wrong”: an objection in one's own words goes to the department that keeps the value, and can be taken back."""

import pytest

from services.applications.models import Application, State
from services.ledger.models import Entry
from services.sharing.models import Dispute
from tests.citizen.pages import Page, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
FIELD = "population.hukou_address"


@pytest.fixture
def check(wang):
    return wang.begin()


@pytest.fixture
def wrong(check):
    return f"{check.replace('check/', '')}wrong/{FIELD}/"


def say(visitor, wrong, words, status=302):
    response = visitor.client.post(wrong, posted(visitor.open(wrong).form(action=wrong), words=words))
    assert response.status_code == status
    return response


class TestAsking:
    def test_the_page_shows_the_value_and_who_keeps_it(self, wang, wrong):
        page = wang.open(wrong)
        assert "Registered address" in page.h1 and "柳荫街18号" in page.one("main").text
        assert "Police" in page.one("span", css="src").text
        assert page.one("textarea", id="words").attrs["maxlength"] == "500"

    @pytest.mark.parametrize(
        "field", ["population.unheard_of", "insurance.status", "x", "population.name%00"]
    )
    def test_a_value_that_is_not_on_the_check_page_is_not_there(self, wang, check, field):
        assert wang.get(f"{check.replace('check/', '')}wrong/{field}/").status_code == 404

    def test_looking_opens_nothing(self, wang, wrong):
        wang.open(wrong)
        assert not Dispute.objects.exists()


class TestSaying:
    def test_the_objection_is_kept_with_its_words_and_leads_back(self, wang, wrong, check):
        assert say(wang, wrong, " 我去年就搬到青石区了。 ").url == check
        dispute = Dispute.objects.get()
        assert (dispute.field.code, dispute.department.code) == (FIELD, "public_security")
        assert dispute.words == "我去年就搬到青石区了。"
        assert (dispute.person_id, dispute.state) == (wang.actor.person_id, Dispute.State.OPEN)

    def test_the_check_page_says_so_at_the_value_with_the_day_of_the_answer(self, wang, wrong, check):
        say(wang, wrong, "搬了")
        row = wang.open(check).field("Registered address")
        assert "You said this is wrong" in row.text and "30 November 2026" in row.text
        assert row.all("form", action=f"{wrong}take-back/") and not row.all("a")
        assert "You said" not in wang.open(check).field("Name").text

    def test_the_application_then_goes_to_a_person(self, wang, check, departments_stub):
        wrong_residence = f"{check.replace('check/', '')}wrong/population.residence/"
        say(wang, wrong_residence, "我没有迁走")
        wang.send(check)
        assert Application.objects.get().state not in {State.DRAFT, State.APPROVED, State.REFUSED}

    @pytest.mark.parametrize("words", ["", "   ", "\n\n"])
    def test_saying_nothing_is_asked_again(self, wang, wrong, words):
        page = Page(say(wang, wrong, words, 422), 422)
        assert page.one("div", role="alert").one("a")["href"] == "#words"
        assert page.one("textarea")["aria-invalid"] == "true" and not Dispute.objects.exists()

    def test_too_many_words_are_kept_in_the_form(self, wang, wrong):
        page = Page(say(wang, wrong, "搬" * 501, 422), 422)
        assert page.one("textarea").text == "搬" * 501 and "500" in page.one("p", css="msg").text
        assert not Dispute.objects.exists()

    def test_as_many_as_allowed_are(self, wang, wrong):
        say(wang, wrong, "搬" * 500)
        assert Dispute.objects.get().words == "搬" * 500

    def test_what_looks_like_a_page_is_only_text(self, wang, wrong, check):
        page = Page(say(wang, wrong, "<script>alert(1)</script>" * 30, 422), 422)
        assert not [script for script in page.all("script") if "alert" in script.text]


class TestOnce:
    def test_a_double_click_is_one_objection(self, wang, wrong, check):
        given = posted(wang.open(wrong).form(action=wrong), words="搬了")
        assert [wang.client.post(wrong, given).url for _ in range(2)] == [check, check]
        assert Dispute.objects.count() == 1

    def test_whoever_has_said_it_is_led_back_and_not_asked_again(self, wang, wrong, check):
        say(wang, wrong, "搬了")
        assert wang.get(wrong).url == check
        assert wang.post(wrong, words="再说一遍").url == check
        assert Dispute.objects.get().words == "搬了"


class TestTakingBack:
    def test_it_is_as_if_nothing_had_been_said_but_the_record_stays(self, wang, wrong, check):
        say(wang, wrong, "搬了")
        assert wang.post(f"{wrong}take-back/").url == check
        assert Dispute.objects.get().state == Dispute.State.WITHDRAWN
        assert wang.open(check).field("Registered address").all("a")
        assert Entry.objects.filter(kind__startswith="dispute_").count() == 2
        assert wang.send(check).status_code == 302 and Application.objects.get().state == State.APPROVED

    def test_twice_is_once(self, wang, wrong, check):
        say(wang, wrong, "搬了")
        assert [wang.post(f"{wrong}take-back/").url for _ in range(2)] == [check, check]

    def test_it_needs_pressing(self, wang, wrong):
        say(wang, wrong, "搬了")
        assert wang.get(f"{wrong}take-back/").status_code == 405
        assert Dispute.objects.get().state == Dispute.State.OPEN

    def test_it_can_be_said_again_afterwards(self, wang, wrong):
        say(wang, wrong, "搬了")
        wang.post(f"{wrong}take-back/")
        say(wang, wrong, "还是不对")
        assert Dispute.objects.filter(state=Dispute.State.OPEN).get().words == "还是不对"

    def test_after_sending_it_leads_to_the_application(self, wang, wrong, check):
        say(wang, wrong, "搬了")
        result = wang.send(check).url
        assert wang.post(f"{wrong}take-back/").url == result


class TestAfterSending:
    @pytest.fixture
    def decided(self, wang, check) -> str:
        return wang.send(check).url

    def test_a_decision_stays_and_the_page_says_what_a_correction_does(self, wang, decided, wrong):
        said = wang.open(wrong).one("main").text
        assert "The decision stays as it is for now." in said and "go on with your application" not in said

    def test_a_draft_can_be_gone_on_with(self, wang, wrong):
        said = wang.open(wrong).one("main").text
        assert "go on with your application" in said and "decision stays" not in said

    def test_it_is_said_to_whom_the_words_went_and_by_when_they_are_answered(self, wang, decided, wrong):
        there = say(wang, wrong, "搬了").url
        assert there == f"{decided}?said={FIELD}#known"
        page = wang.open(there)
        receipt = page.one("div", role="status", id="said-now").text
        assert (
            "Registered address" in receipt and "Public Security" in receipt and "30 November 2026" in receipt
        )
        assert page.one("div", id="known")

    @pytest.mark.parametrize("field", ["population.name", "x", ""])
    def test_what_was_not_said_is_not_confirmed(self, wang, decided, wrong, field):
        say(wang, wrong, "搬了")
        assert not wang.open(f"{decided}?said={field}").all("div", id="said-now")
