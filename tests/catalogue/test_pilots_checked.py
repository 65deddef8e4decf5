"""A pilot is judged before it is published: its regions exist, and it ends no half of another one."""

import pytest

from services.catalogue.loading import load_items
from services.catalogue.models import ItemVersion
from tests.cast import NOON
from tests.catalogue.packages import HEAD, NUMBER, changed, faults_of, head, shipped, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def pilot(folder, more: int, regions: str):
    begins = f"{head(more, days=30 * more)}\nregions: [{regions}]"
    return write(folder, changed(shipped(), (HEAD, begins)))


def test_a_pilot_in_regions_that_exist_is_published(tmp_path):
    load_items([pilot(tmp_path, 1, '"990103"')], at=NOON)
    assert [each.region_id for each in ItemVersion.objects.get(number=NUMBER + 1).pilots.all()] == ["990103"]


def test_a_region_that_does_not_exist_is_told(tmp_path):
    (fault,) = faults_of(lambda: load_items([pilot(tmp_path, 1, '"990103", "990188"')], at=NOON))
    assert (fault.field, fault.says) == ("regions.1", "there is no region 990188; load_regions loads them")


def test_half_of_another_pilot_is_told(tmp_path):
    load_items([pilot(tmp_path, 1, '"990102", "990103"')], at=NOON)
    (fault,) = faults_of(lambda: load_items([pilot(tmp_path, 2, '"990103"')], at=NOON))
    assert fault.field == "regions" and f"half of version {NUMBER + 1}" in fault.says
    assert not ItemVersion.objects.filter(number=NUMBER + 2).exists()
