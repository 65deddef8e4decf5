"""Every item that ships can be applied for: somebody for whom it makes sense asks, and gets a decision."""

import re
from collections import Counter
from functools import cache

import pytest

from services.applications.record import compose
from services.catalogue.package import SHIPPED, read
from tests.items.travelling import HELD_BY_STATE, Journey, journeys, travel

pytestmark = pytest.mark.django_db
ITEMS = sorted(file.stem for file in (SHIPPED / "items").glob("*.yaml"))
# more steps than rules or one caseworker can take
LONGER = {"minimum-living-allowance", "newborn-one-thing"}
DECIDED = 26
ARTICLE = re.compile(r"第[零一二三四五六七八九十百0-9]+条")


def test_every_item_has_a_journey_and_every_journey_an_item():
    assert sorted(journeys()) == ITEMS


@pytest.mark.usefixtures("departments_stub")
@pytest.mark.parametrize("journey", journeys().values(), ids=journeys())
class TestJourney:
    def test_it_ends_in_a_decision(self, journey: Journey, citizen, caseworker):
        found = travel(journey, citizen, caseworker)
        assert (found.decided_by, found.code) == (journey.by, journey.code)
        assert found.version.certificate_type == journey.certificate
        assert found.missing == ()
        if journey.by:
            assert found.application.decision.amount_fen == journey.amount_fen
        if journey.certificate:
            empty = [name for name, text in compose(found.application).items() if not all(text.values())]
            assert empty == []


class TestAllTogether:
    """Read off the packages: what the journeys above have walked."""

    def test_no_rule_decides_what_the_law_leaves_to_a_person(self):
        without = [each for each in journeys().values() if each.by != "RULES"]
        assert [each.item for each in without if not ARTICLE.search(each.exception)] == []

    def test_all_but_two_end_in_a_decision(self):
        undecided = {each.item for each in journeys().values() if not each.by}
        assert undecided <= LONGER and len(ITEMS) - len(undecided) >= DECIDED

    def test_nobody_has_to_come(self):
        assert {item: package(item)["visits"] for item in ITEMS if package(item)["visits"]} == {}

    def test_what_the_state_has_is_not_asked_for(self):
        sources = Counter(
            paper["source"]
            for item in ITEMS
            for paper in package(item)["evidence"]
            if paper.get("need", "REQUIRED") == "REQUIRED"
        )
        assert sum(sources[each] for each in HELD_BY_STATE) / sources.total() >= 0.85


@cache
def package(item: str) -> dict:
    return read(SHIPPED / "items" / f"{item}.yaml").values
