"""A database of an earlier day: what was changed meanwhile is published as a new version, and what was changed without one
neither ends the demonstration nor goes unsaid."""

import pytest

from portal.demo.seed import _items
from services.catalogue.loading import load_base
from services.catalogue.models import ItemVersion
from tests.cast import NOON
from tests.catalogue.packages import HEAD, NUMBER, changed, head, shipped, write

pytestmark = pytest.mark.django_db
EARLIER = (HEAD, head(-1, days=-30))


@pytest.fixture(autouse=True)
def house(db):
    load_base()


def numbers() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for code, number in ItemVersion.objects.order_by("number").values_list("item__code", "number"):
        found.setdefault(code, []).append(number)
    return found


def test_a_version_of_an_earlier_day_is_followed_by_the_one_that_ships(tmp_path):
    old = write(tmp_path, changed(shipped(), EARLIER, ("heat: 90", "heat: 80")), "insurance-certificate.yaml")
    assert _items([old], NOON) == []
    assert _items([write(tmp_path, shipped(), "insurance-certificate.yaml")], NOON) == []
    assert numbers() == {"insurance-certificate": [NUMBER - 1, NUMBER]}


def test_one_changed_under_its_number_is_left_as_it_was_and_named_and_the_others_are_loaded(tmp_path):
    assert _items([write(tmp_path, shipped(), "insurance-certificate.yaml")], NOON) == []
    rewritten = write(tmp_path, changed(shipped(), ("heat: 90", "heat: 80")), "insurance-certificate.yaml")
    other = write(tmp_path, shipped("old-age-allowance"), "old-age-allowance.yaml")
    assert _items([rewritten, other], NOON) == [
        f"insurance-certificate.yaml:3: version: version {NUMBER} is published with other content;"
        f" write {NUMBER + 1} to publish a new one"
    ]
    assert numbers() == {"insurance-certificate": [NUMBER], "old-age-allowance": [NUMBER]}
    assert ItemVersion.objects.get(item__code="insurance-certificate").content["heat"] == 90
