"""A long form on pages: a few questions at a time, kept at every step, sent from the check page."""

from typing import Any

import pytest

from services.applications.actions.keep_answers import keep_answers
from services.applications.models import Application
from tests.citizen.conftest import Visitor
from tests.citizen.pages import Page
from tests.questions.conftest import ITEM, RIGHT, page_of

pytestmark = pytest.mark.django_db

# as a person would type the right answers
TYPED: dict[str, Any] = {
    "q-used_for": "SELF",
    "q-persons": "３",
    "q-income": "1,200.50",
    "q-moved_on": "2020年3月8日",
    "q-since": "1998年9月",
    "q-married": "yes",
    "q-helps": ["READ", "VISIT"],
    "q-mobile": "138 0013 8000",
    "q-partner": "990102 19580308 1247",
    "q-employer": "11990100mb1002024t",
    "q-card": "6217 0038 1200 4568 902",
    "q-home.region": "990102",
    "q-home.detail": "和平路 12 号",
    "q-children.0.name": "小明",
    "q-children.0.born": "2015年5月5日",
    "q-children.0.school": "yes",
    "q-children.1.name": "小红",
    "q-children.1.born": "20190901",
    "q-true": "on",
}


def codes(page: Page) -> list[str]:
    """Which questions stand on a page, by the names of their inputs."""
    tags = {"input", "textarea", "select"}
    names = [part["name"] for part in page.one("main").parts if part.tag in tags]
    found = [name.removeprefix("q-").partition(".")[0] for name in names if name.startswith("q-")]
    return list(dict.fromkeys(found))


def keep(draft: Application, visitor: Visitor, answers: dict[str, Any]) -> None:
    keep_answers(application_id=draft.pk, answers=answers, actor=visitor.actor, at=draft.started_at)


def stored(draft: Application) -> dict[str, Any]:
    draft.refresh_from_db()
    return dict(draft.answers or {})


def walk(visitor: Visitor, draft: Application) -> list[list[str]]:
    """From the check page through all of the questions and back, typing; the pages in their order."""
    check, seen = f"/applications/{draft.pk}/check/", []
    address = next(link for link in visitor.open(check).links if "/questions/" in link)
    while "/questions/" in address:
        seen.append(codes(visitor.open(address)))
        response = visitor.client.post(address, TYPED)
        assert response.status_code == 302, response.content.decode()
        address = response.url
    assert address == check
    return seen


class TestSpread:
    def test_in_the_standard_mode_up_to_four_stand_together(self, zhou, draft):
        seen = walk(zhou, draft)
        assert max(map(len, seen)) == 4 and ["children"] in seen
        assert [code for page in seen for code in page] == [*list(RIGHT)[:-1], "note", "true"]

    def test_in_elder_mode_every_question_has_a_page(self, every_kind, visitor):
        elder = visitor("zhou_min", mode="elder")
        elder.begin(ITEM)
        assert {len(page) for page in walk(elder, Application.objects.get())} == {1}

    def test_a_question_alone_is_the_heading_of_its_page(self, zhou, draft):
        assert zhou.open(page_of(draft, "children")).h1 == "Children"

    def test_what_hangs_on_an_answer_comes_up_after_it(self, zhou, draft):
        response = zhou.client.post(page_of(draft, "used_for"), {**TYPED, "q-used_for": "LOAN"})
        assert response.url == page_of(draft, "bank")

    def test_a_question_that_is_not_asked_has_no_page(self, zhou, draft):
        assert zhou.get(page_of(draft, "bank")).status_code == 404
        assert zhou.get(page_of(draft, "colour")).status_code == 404


class TestKept:
    def test_answers_are_what_was_meant(self, zhou, draft):
        walk(zhou, draft)
        assert stored(draft) == RIGHT

    def test_an_error_keeps_what_was_typed_and_leads_to_its_place(self, zhou, draft):
        typed = {**TYPED, "q-income": "about 1200", "q-moved_on": "2099-01-01"}
        page = Page(zhou.client.post(page_of(draft, "persons"), typed), 422)
        places = [link["href"] for link in page.one("div", role="alert").all("a")]
        assert places == ["#q-income", "#q-moved_on"]
        income = page.one("input", id="q-income")
        assert income["value"] == "about 1200" and income["aria-invalid"] == "true"
        assert income["aria-describedby"].split() == ["q-income-h", "q-income-e"]
        assert page.one("p", id="q-income-e").text.startswith("“Monthly income” needs a sum in yuan")
        assert page.one("input", id="q-persons")["value"] == "3"
        assert stored(draft)["income"] == "about 1200"

    def test_money_comes_back_as_it_is_written(self, zhou, draft):
        keep(draft, zhou, {"income": 120050})
        assert zhou.open(page_of(draft, "income")).one("input", id="q-income")["value"] == "1200.50"

    def test_one_can_leave_and_come_back(self, zhou, draft):
        response = zhou.client.post(page_of(draft, "card"), {"q-card": "6217 00", "keep": "1"})
        assert response.url == "/applications/"
        assert zhou.open(page_of(draft, "card")).one("input", id="q-card")["value"] == "621700"

    def test_an_answer_that_was_emptied_is_gone(self, zhou, draft):
        keep(draft, zhou, {"persons": 3})
        zhou.client.post(page_of(draft, "persons"), {"q-persons": "", "keep": "1"})
        assert "persons" not in stored(draft)

    def test_nobody_else_reads_or_writes_it(self, zhou, draft, visitor):
        wang = visitor("wang_xiulan")
        assert wang.get(page_of(draft, "card")).status_code == 404
        assert wang.client.post(page_of(draft, "card"), TYPED).status_code == 404
        assert stored(draft) == {}

    def test_after_it_is_sent_nothing_can_be_kept(self, zhou, draft):
        keep(draft, zhou, RIGHT)
        zhou.send(f"/applications/{draft.pk}/check/")
        assert zhou.client.post(page_of(draft, "card"), TYPED).url == f"/applications/{draft.pk}/"

    def test_more_than_an_application_can_hold_is_refused(self, zhou, draft):
        huge = {**TYPED, **{f"q-children.{n}.name": "大" * 90_000 for n in range(3)}}
        assert zhou.client.post(page_of(draft, "children"), huge).status_code == 422
        assert stored(draft) == {}


class TestGroup:
    def test_it_begins_with_one_entry_and_grows(self, zhou, draft):
        assert "q-children.1.name" not in zhou.get(page_of(draft, "children")).content.decode()
        more = zhou.client.post(
            page_of(draft, "children"), {"q-children.0.name": "小明", "more": "children"}, follow=True
        )
        page = Page(more)
        assert page.one("input", id="q-children.0.name")["value"] == "小明"
        assert page.one("input", id="q-children.1.name")["value"] == ""

    def test_an_entry_is_taken_away(self, zhou, draft):
        zhou.client.post(page_of(draft, "children"), {**TYPED, "less": "children.0"})
        assert stored(draft)["children"] == [RIGHT["children"][1]]

    @pytest.mark.parametrize("place", ["children.7", "children.-1", "children.x", "card.0", "", "children"])
    def test_an_entry_that_is_not_there_is_not(self, zhou, draft, place):
        zhou.client.post(page_of(draft, "children"), {**TYPED, "less": place})
        assert stored(draft)["children"] == RIGHT["children"]

    def test_an_error_stands_at_its_entry(self, zhou, draft):
        page = Page(zhou.client.post(page_of(draft, "children"), {**TYPED, "q-children.1.born": "x"}), 422)
        assert page.one("div", role="alert").one("a")["href"] == "#q-children.1.born"
        assert page.one("input", id="q-children.1.born")["aria-invalid"] == "true"
        assert page.one("p", id="q-children.1.born-e").text.startswith("“Children”, number 2:")

    def test_it_takes_as_many_as_it_may(self, zhou, draft):
        keep(draft, zhou, {"children": [RIGHT["children"][0]] * 3})
        assert not [
            b for b in zhou.open(page_of(draft, "children")).all("button") if b.attrs.get("name") == "more"
        ]


class TestSending:
    def test_the_answers_are_shown_before_they_are_sent(self, zhou, draft):
        keep(draft, zhou, RIGHT)
        values = zhou.open(f"/applications/{draft.pk}/check/").values
        assert values["Monthly income"] == "1,200.50 yuan" and values["Help wanted"] == "Reading, A visit"
        assert values["Card number"] == "***************8902"
        assert values["Home"] == "和平路 12 号, Yuncheng District"

    def test_they_are_sent_as_they_were_kept(self, zhou, draft):
        keep(draft, zhou, RIGHT)
        response = zhou.send(f"/applications/{draft.pk}/check/")
        assert response.url == f"/applications/{draft.pk}/"
        assert stored(draft) == RIGHT and draft.case_code

    def test_while_something_is_open_there_is_no_button_to_send(self, zhou, draft):
        keep(draft, zhou, {**RIGHT, "card": "1"})
        page = zhou.open(f"/applications/{draft.pk}/check/")
        assert not page.all("form", id="send")
        assert page_of(draft, "card") in page.links and "Still to do" in page.field("Card number").text

    def test_whoever_sends_all_the_same_hears_what_is_wrong(self, zhou, draft):
        keep(draft, zhou, {**RIGHT, "card": "1"})
        page = Page(zhou.client.post(f"/applications/{draft.pk}/check/", {"shown": ""}), 409)
        assert page.h1 and not Application.objects.get().case_code

    def test_what_a_changed_answer_has_hidden_is_not_sent(self, zhou, draft):
        keep(draft, zhou, {**RIGHT, "used_for": "LOAN", "bank": "云州银行"})
        keep(draft, zhou, {"used_for": "SELF"})
        zhou.send(f"/applications/{draft.pk}/check/")
        assert stored(draft) == RIGHT
