"""Before anybody signs in: a few questions, and yes, no, or maybe. Never a refusal, nothing kept, nobody looked up."""

import pytest

from services.ledger.models import Entry
from services.sharing.models import DataRequest
from tests.citizen.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
FITS = "/items/old-age-allowance/fits/"
ALL = {
    "f-age": "80",
    "f-hukou_city": "LOCAL",
    "f-alive": "YES",
    "f-residence": "NORMAL",
    "f-receiving": "NO",
    "f-payable": "YES",
}


def ask(visitor, status: int = 200, **changes: str) -> Page:
    return Page(visitor().post(FITS, **{**ALL, **changes}), status)


def chips(page: Page) -> dict[str, str]:
    """Condition -> what the last column says of it."""
    return {line.one("b").text: line.all("div")[-1].text for line in page.one("ol", css="rules").all("li")}


class TestAsking:
    def test_the_guide_leads_here_before_anybody_signs_in(self, visitor):
        assert FITS in visitor().open("/items/old-age-allowance/").links

    def test_every_fact_of_the_rules_is_a_question_and_none_must_be_answered(self, visitor):
        form = visitor().open(FITS).form(action=FITS)
        assert {part["name"] for part in form.all("input") if part.attrs.get("type") != "hidden"} == set(ALL)
        assert len(form.all("fieldset")) == 5
        assert all(fieldset.all("input")[-1].attrs["value"] == "" for fieldset in form.all("fieldset"))

    def test_an_item_nobody_offers_is_not_there(self, visitor):
        assert visitor().get("/items/unheard-of/fits/").status_code == 404


class TestAnswers:
    def test_yes_with_the_amount_and_every_condition_met(self, visitor):
        page = ask(visitor)
        assert page.h1 == "Yes, it fits you"
        assert "300 yuan" in page.one("p", css="lede").text
        assert set(chips(page).values()) == {"Met"} and len(chips(page)) == 6

    def test_no_shows_which_condition_and_leaves_the_way_open(self, visitor):
        page = ask(visitor, **{"f-age": "69"})
        assert page.h1 == "Probably not" and "This is no refusal" in page.one("main").text
        assert [what for what, says in chips(page).items() if says == "Not met"] == ["70 or older"]
        assert "/items/old-age-allowance/" in page.links

    def test_what_is_left_is_not_known_and_nothing_is_guessed(self, visitor):
        page = ask(visitor, **{"f-residence": ""})
        assert page.h1 == "Maybe, please apply"
        assert [what for what, says in chips(page).items() if says == "Not known"] == [
            "The registration is in force"
        ]

    def test_nothing_at_all_is_a_maybe(self, visitor):
        page = Page(visitor().post(FITS))
        assert page.h1 == "Maybe, please apply" and set(chips(page).values()) == {"Not known"}

    @pytest.mark.parametrize("age", ["８０", " 80 "])
    def test_digits_are_digits_however_they_are_typed(self, visitor, age):
        assert ask(visitor, **{"f-age": age}).h1 == "Yes, it fits you"

    @pytest.mark.parametrize(
        ("name", "typed"), [("f-age", "eighty"), ("f-age", "8O"), ("f-alive", "PERHAPS")]
    )
    def test_what_is_no_answer_is_told_and_what_was_typed_stays(self, visitor, name, typed):
        page = ask(visitor, 422, **{name: typed})
        assert [link["href"] for link in page.one("div", css="note").all("a")] == [f"#{name}"]
        assert not page.all("ol", css="rules")

    def test_what_was_picked_is_still_picked_beside_the_answer(self, visitor):
        form = ask(visitor).form(action=FITS)
        assert {name: value for name, value in form.fields.items() if name in ALL} == ALL


def test_nothing_of_it_is_kept_and_nobody_is_asked(visitor):
    before = Entry.objects.count()
    ask(visitor)
    assert not DataRequest.objects.exists() and Entry.objects.count() == before


def test_the_page_and_the_api_say_the_same(visitor, client):
    for age, answer in {"69": "NO", "80": "YES", "": "MAYBE"}.items():
        facts = {name.removeprefix("f-"): value for name, value in ALL.items()} | {
            "age": int(age) if age else None
        }
        said = client.post(
            "/api/v1/items/old-age-allowance/eligibility", {"facts": facts}, content_type="application/json"
        ).json()
        heading = {"NO": "Probably not", "YES": "Yes, it fits you", "MAYBE": "Maybe, please apply"}
        assert said["answer"] == answer and ask(visitor, **{"f-age": age}).h1 == heading[answer]
