"""业务办理项 for programs: which there are and what differs, choosing one, and being told what is wrong with a choice."""

import pytest

from services.applications.models import Application
from tests.cast import load_shipped

CARD, FIRST, LOST = "social-security-card", "01", "02"
HOME = {"send_to": {"region": "990102", "detail": "槐树巷12号"}, "phone": "13800138000"}


@pytest.fixture
def sun(caller):
    load_shipped(CARD)
    return caller("sun_yuzhen")


def codes(item, part: str, name: str = "code") -> set[str]:
    return {each[name] for each in item[part]}


class TestReading:
    def test_an_item_names_its_variants_and_what_differs(self, sun):
        item = sun.call("get_item", code=CARD)
        assert [(each["number"], each["committed_days"]) for each in item["variants"]] == [
            (FIRST, 5),
            (LOST, 3),
        ]
        assert {len(each["code"]) for each in item["variants"]} == {33}
        assert item["variants"][1]["who"]["en"] == "Your card is lost, and you have reported it"

    def test_as_one_of_them_it_has_only_what_that_needs(self, sun):
        everything, lost = (
            sun.call("get_item", code=CARD),
            sun.call("get_item", code=CARD, query={"variant": LOST}),
        )
        assert codes(everything, "questions") - codes(lost, "questions") == {"bank"}
        assert codes(everything, "evidence") - codes(lost, "evidence") == {"photo"}
        assert codes(everything, "reads", "field") - codes(lost, "reads", "field") == {"photos.usable"}
        assert lost["limits"]["committed_days"] == 3

    def test_an_item_that_is_one_thing_has_none(self, sun):
        assert sun.call("get_item", code="old-age-allowance")["variants"] == []


class TestChoosing:
    def test_from_the_choice_to_the_decision(self, sun):
        draft = sun.begin(CARD, LOST)
        assert (draft["variant"]["number"], draft["variant"]["name"]["zh"]) == (LOST, "卡丢了，补一张")
        sent = sun.send(draft, **HOME)
        assert (sent.status, sent["state"]) == (200, "APPROVED")
        assert sent["variant"]["code"] == Application.objects.get(pk=draft["id"]).variant_code

    def test_the_code_of_33_characters_is_as_good_as_the_number(self, sun):
        code = sun.call("get_item", code=CARD)["variants"][0]["code"]
        assert sun.begin(CARD, code)["variant"]["number"] == FIRST

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            (None, "Please choose first which one you need. They stand on the page of the service."),
            ({"variant": "09"}, "This service has no such case. Please choose one of those on its page."),
            ({"variant": "1" * 33}, "This service has no such case. Please choose one of those on its page."),
        ],
    )
    def test_without_one_that_exists_nothing_is_begun_and_the_answer_says_why(self, sun, query, says):
        answer = sun.call("begin_draft", code=CARD, query=query)
        assert (answer.status, answer.kind, answer["errors"]) == (422, "bad-input", {"variant": says})
        assert not Application.objects.exists()

    def test_an_item_without_variants_takes_none(self, sun):
        answer = sun.call("begin_draft", code="old-age-allowance", query={"variant": FIRST})
        assert (answer.status, list(answer["errors"])) == (422, ["variant"])

    def test_the_choice_goes_back_with_what_was_shown(self, sun):
        draft = sun.begin(CARD, LOST)
        shown = {each["field"]: each["digest"] for group in draft["known"] for each in group["values"]}
        answer = sun.send(draft, shown=shown, **HOME)
        assert (answer.status, answer.kind, answer["changed"]) == (409, "changed", ["application.variant"])


class TestEligibility:
    def test_the_choice_settles_what_only_others_need(self, sun):
        body = {"variant": LOST, "facts": {"card": "LOST", "alive": "YES"}}
        answer = sun.call("ask_eligibility", code=CARD, body=body)
        assert (answer["answer"], answer["code"], answer["missing"]) == ("YES", "A01_REPLACEMENT", [])
        assert {each["fact"] for each in answer["conditions"]} == {"card", "alive"}

    def test_without_it_nobody_knows(self, sun):
        answer = sun.call("ask_eligibility", code=CARD, body={"facts": {"card": "LOST", "alive": "YES"}})
        assert answer["answer"] == "MAYBE" and {"variant", "photo"} <= set(answer["missing"])

    def test_an_unknown_one_is_refused(self, sun):
        answer = sun.call("ask_eligibility", code=CARD, body={"variant": "09", "facts": {}})
        assert (answer.status, list(answer["errors"])) == (422, ["variant"])
