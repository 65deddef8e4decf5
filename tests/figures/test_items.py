"""What the catalogue offers: online, by rules, for people from elsewhere."""

from datetime import date, timedelta

import pytest

from services.actions.actor import SYSTEM
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.models import ItemVersion
from services.figures.items import facts_of_items
from services.rules.models import RuleVersion
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
TODAY = NOON.date()


def facts(on: date = TODAY) -> dict[str, object]:
    return {item.code: item for item in facts_of_items(on)}


def changed(code: str, **content: object) -> None:
    """A later version of the item, whose package says something else."""
    version = ItemVersion.objects.get(item__code=code)
    later = {"version": version.number + 1, "in_force_from": f"{NOON.date() - timedelta(days=1)}"}
    publish_item(package={**version.content, **later, **content}, actor=SYSTEM, at=NOON)


def test_both_items_that_ship_are_online_and_approved_by_rules():
    assert [(item.online, item.instant) for item in facts_of_items(TODAY)] == [(True, True), (True, True)]


def test_an_item_that_asks_for_a_visit_is_not_online_and_not_for_people_from_elsewhere():
    changed("insurance-certificate", visits=1)
    item = facts()["insurance-certificate"]
    assert not item.online and not item.elsewhere


def test_a_condition_on_where_one_is_registered_closes_an_item_to_others():
    assert not facts()["old-age-allowance"].elsewhere
    assert facts()["insurance-certificate"].elsewhere


def test_an_item_whose_rules_ended_is_no_longer_instant():
    RuleVersion.objects.filter(rule_set__code="old-age-allowance").end(date(2026, 11, 1))
    assert not facts()["old-age-allowance"].instant
    assert facts()["insurance-certificate"].instant


def test_only_what_is_in_force_that_day_counts():
    assert facts(date(2025, 12, 31)) == {}


def test_it_says_whose_item_it_is_in_both_languages():
    item = facts()["old-age-allowance"]
    assert (
        item.department == {"zh": "民政局", "en": "Civil Affairs"} and item.name["en"] == "Old-age allowance"
    )
