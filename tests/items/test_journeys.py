"""Every item that ships can be applied for, in each of its variants: somebody for whom it makes sense asks, and gets a
decision.

What all the runs together must show is counted on the runs themselves, not on what packages promise.
"""

import re
from collections import Counter
from functools import cache

import pytest

from services.applications.record import compose
from services.catalogue.package import SHIPPED, read
from services.catalogue.variants import variants_of
from tests.cast import load_shipped
from tests.databases import standing_for_a_module
from tests.items.travelling import HELD_BY_STATE, Journey, journeys, travel

pytestmark = pytest.mark.django_db
ITEMS = sorted(file.stem for file in (SHIPPED / "items").glob("*.yaml"))
# more steps than rules or one caseworker can take
LONGER = {"minimum-living-allowance", "newborn-one-thing"}
DECIDED, BY_RULES, OF_28 = 26, 22, 28
ARTICLE = re.compile(r"第[零一二三四五六七八九十百0-9]+条")


@pytest.fixture(scope="module", autouse=True)
def everything_that_ships(django_db_setup, django_db_blocker):
    with standing_for_a_module(django_db_blocker):
        load_shipped(*ITEMS)
        yield


def test_every_item_has_a_journey_for_each_of_its_variants():
    walked = sorted((each.item, each.variant) for each in journeys().values())
    assert walked == [(item, number) for item in ITEMS for number in list(variants_of(package(item))) or [""]]


@pytest.mark.usefixtures("departments_stub")
@pytest.mark.parametrize("journey", journeys().values(), ids=journeys())
class TestJourney:
    def test_it_ends_in_a_decision(self, journey: Journey, citizen, caseworker):
        found = travel(journey, citizen, caseworker)
        assert (found.decided_by, found.code) == (journey.by, journey.code)
        assert found.version.certificate_type == journey.certificate
        assert (found.application.variant, found.missing) == (journey.variant, ())
        if journey.by:
            assert found.application.decision.amount_fen == journey.amount_fen
        if journey.certificate:
            empty = [name for name, text in compose(found.application).items() if not all(text.values())]
            assert empty == []


@pytest.mark.usefixtures("departments_stub")
def test_of_what_all_of_them_needed_the_state_had_85_percent_and_nobody_came(citizen, caseworker):
    """Counted on rows: papers whose values came from a register or a certificate, among all that were required."""
    needed: Counter[str] = Counter()
    for journey in journeys().values():
        found = travel(journey, citizen, caseworker)
        needed += found.papers
        assert found.came == 0, journey.id
    assert len(journeys()) > OF_28
    held = sum(needed[source] for source in HELD_BY_STATE)
    assert held / needed.total() >= 0.85, needed


class TestAllTogether:
    """Read off the packages: what the journeys above have walked."""

    def test_rules_may_decide_22_of_28_and_more(self):
        assert len(ITEMS) == OF_28
        deciding = {each.item for each in journeys().values() if each.by == "RULES"}
        approving = {
            item
            for item in ITEMS
            if any(row["then"]["outcome"] == "APPROVE" for row in package(item)["rules"]["rows"])
        }
        assert deciding == approving and len(deciding) >= BY_RULES

    def test_what_the_law_leaves_to_a_person_says_by_which_article(self):
        without = {each.item for each in journeys().values() if each.by != "RULES"}
        assert without == LONGER | {"flexible-employment-subsidy"}
        assert without == {item for item in ITEMS if "by_person" in package(item)}
        assert [
            item for item in without if not ARTICLE.search(package(item)["by_person"]["basis"]["zh"])
        ] == []

    def test_all_but_two_end_in_a_decision(self):
        undecided = {each.item for each in journeys().values() if not each.by}
        assert undecided <= LONGER and len(ITEMS) - len(undecided) >= DECIDED

    def test_no_guide_asks_anybody_to_come(self):
        assert {item: package(item)["visits"] for item in ITEMS if package(item)["visits"]} == {}


@cache
def package(item: str) -> dict:
    return read(SHIPPED / "items" / f"{item}.yaml").values
