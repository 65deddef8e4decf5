"""When a draft may go on under another version: nothing more is asked of anybody, and nothing changed its meaning."""

from copy import deepcopy
from typing import Any

import pytest

from services.catalogue.compatibility import hindrances
from services.catalogue.package import SHIPPED, read

TEXT = {"zh": "说一说", "en": "Tell us"}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    return read(SHIPPED / "items" / "insurance-certificate.yaml").values


@pytest.fixture
def new(shipped) -> dict[str, Any]:
    return deepcopy(shipped)


def asked(package: dict[str, Any]) -> dict[str, Any]:
    return package["questions"][0]


class TestMayMove:
    def test_the_same_content(self, shipped, new):
        assert hindrances(shipped, new) == []

    def test_words_beside_a_question_and_what_it_proposes(self, shipped, new):
        asked(new).update(hint=TEXT, why=TEXT, default="LOAN")
        assert hindrances(shipped, new) == []

    def test_a_question_less(self, shipped, new):
        new["questions"] = []
        assert hindrances(shipped, new) == []

    def test_a_question_that_need_not_be_answered_any_more(self, shipped, new):
        asked(new)["required"] = False
        assert hindrances(shipped, new) == []

    def test_an_option_more_and_another_order(self, shipped, new):
        asked(new)["options"].insert(0, {"code": "RENT", "label": TEXT})
        assert hindrances(shipped, new) == []

    def test_a_new_question_that_need_not_be_answered(self, shipped, new):
        new["questions"].append({"code": "more", "kind": "text", "label": TEXT})
        assert hindrances(shipped, new) == []

    def test_limits_law_places_and_fewer_papers(self, shipped, new):
        new |= {"limits": {"statutory_days": 3, "committed_days": 2, "unit": "WORKING"}, "faq": []}
        new["evidence"] = new["evidence"][:1]
        assert hindrances(shipped, new) == []

    def test_less_money(self, shipped, new):
        assert hindrances({**shipped, "fee_fen": 500}, new) == []


class TestStays:
    def test_a_new_question_that_must_be_answered(self, shipped, new):
        new["questions"].append({"code": "more", "kind": "text", "label": TEXT, "required": True})
        assert hindrances(shipped, new) == ["questions.more"]

    def test_a_question_that_must_be_answered_from_now_on(self, shipped, new):
        before = deepcopy(shipped)
        asked(before)["required"] = False
        assert hindrances(before, new) == ["questions.used_for.required"]

    @pytest.mark.parametrize(
        ("change", "part"),
        [
            ({"label": TEXT}, "label"),
            ({"kind": "text"}, "kind"),
            ({"only_if": {"question": "x", "is": [True]}}, "only_if"),
            ({"something_yet_unknown": 1}, "something_yet_unknown"),
        ],
    )
    def test_a_question_that_means_something_else(self, shipped, new, change, part):
        asked(new).update(change)
        assert hindrances(shipped, new) == [f"questions.used_for.{part}"]

    @pytest.mark.parametrize("how", ["gone", "other words"])
    def test_an_option_that_is_gone_or_means_something_else(self, shipped, new, how):
        option = asked(new)["options"].pop()
        if how == "other words":
            asked(new)["options"].append({**option, "label": TEXT})
        assert hindrances(shipped, new) == ["questions.used_for.options"]

    @pytest.mark.parametrize(("before", "after"), [(100, 50), (None, 50)])
    def test_room_for_fewer_letters(self, shipped, new, before, after):
        old = deepcopy(shipped)
        if before:
            asked(old)["longest"] = before
        asked(new)["longest"] = after
        assert hindrances(old, new) == ["questions.used_for.longest"]

    def test_a_paper_more(self, shipped, new):
        new["evidence"].append({"code": "photo", "name": TEXT, "source": "UPLOAD", "fields": []})
        assert hindrances(shipped, new) == ["evidence.photo"]

    def test_another_reading_or_a_more_open_one(self, shipped, new):
        new["purpose"]["reads"][0]["disclosure"] = "DOCUMENT"
        new["purpose"]["reads"].append({"field": "population.alive", "disclosure": "VALUE", "why": TEXT})
        assert hindrances(shipped, new) == ["purpose.population.name", "purpose.population.alive"]

    @pytest.mark.parametrize(("burden", "value"), [("fee_fen", 1), ("visits", 1), ("once", True)])
    def test_more_money_more_trips_or_once_only(self, shipped, new, burden, value):
        assert hindrances(shipped, {**new, burden: value}) == [burden]
