"""A pilot is judged before it is published: its regions exist, and it ends no half of another one."""

import pytest

from services.catalogue.loading import load_items
from services.catalogue.models import ItemVersion
from tests.cast import NOON
from tests.catalogue.packages import changed, faults_of, shipped, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
FIRST = "version: 2\nin_force_from: 2026-02-01"


def pilot(folder, number: int, regions: str):
    head = f"version: {number}\nin_force_from: 2026-0{number}-01\nregions: [{regions}]"
    return write(folder, changed(shipped(), (FIRST, head)))


def test_a_pilot_in_regions_that_exist_is_published(tmp_path):
    load_items([pilot(tmp_path, 3, '"990103"')], at=NOON)
    assert [each.region_id for each in ItemVersion.objects.get(number=3).pilots.all()] == ["990103"]


def test_a_region_that_does_not_exist_is_told(tmp_path):
    (fault,) = faults_of(lambda: load_items([pilot(tmp_path, 3, '"990103", "990188"')], at=NOON))
    assert (fault.field, fault.says) == ("regions.1", "there is no region 990188; load_regions loads them")


def test_half_of_another_pilot_is_told(tmp_path):
    load_items([pilot(tmp_path, 3, '"990102", "990103"')], at=NOON)
    (fault,) = faults_of(lambda: load_items([pilot(tmp_path, 4, '"990103"')], at=NOON))
    assert fault.field == "regions" and "half of version 3" in fault.says
    assert not ItemVersion.objects.filter(number=4).exists()
