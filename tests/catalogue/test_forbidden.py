"""What nobody may read, rules must not look at: found from the register's field to the fact that is made of it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from services.catalogue.forbidden import UNEQUAL, forbidden_facts
from services.sharing.models import DataField, NegativeListEntry
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
TODAY = localdate(NOON)
ALLOWANCE, INSURANCE = "old-age-allowance", "insurance-certificate"


def close(code: str = "population.birth_on", on=TODAY) -> NegativeListEntry:
    """Onto the negative list."""
    field = DataField.objects.select_related("resource__department").get(code=code)
    return NegativeListEntry.objects.create(
        resource=field.resource,
        field=field,
        department=field.resource.department,
        article="《政务数据共享条例》第十条（测试）",
        reason={"zh": "测试", "en": "Test"},
        entered_on=on,
        review_on=on + timedelta(days=180),
    )


def found(on=TODAY):
    return forbidden_facts([ALLOWANCE, INSURANCE], on)


def test_while_every_field_is_open_only_what_treats_people_unequally_is_forbidden():
    assert found() == {ALLOWANCE: UNEQUAL, INSURANCE: UNEQUAL}


def test_a_field_on_the_negative_list_forbids_the_facts_made_of_it_and_no_others():
    close()
    assert found()[ALLOWANCE] - UNEQUAL == {"age"}
    assert found()[INSURANCE] == UNEQUAL


def test_from_its_day_on():
    close(on=TODAY)
    assert found(TODAY - timedelta(days=1))[ALLOWANCE] == UNEQUAL


def test_ended_it_forbids_nothing():
    line = close(on=TODAY - timedelta(days=2))
    line.ended_on = TODAY
    line.save()
    assert found()[ALLOWANCE] == UNEQUAL
