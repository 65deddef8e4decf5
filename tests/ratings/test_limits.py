"""How long a department has: the row of its place that holds on that day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from services.calendars.loading import fill_from_package
from services.departments.models import Department, Region
from services.ratings.limits import due, in_force
from services.ratings.models import RectificationLimit
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
MONDAY = date(2026, 11, 23)
SAYS = {"zh": "示例", "en": "Example"}


def limit(region: str | None, days: int, from_on: date = date(2026, 1, 1)) -> RectificationLimit:
    return RectificationLimit.objects.create(region_id=region, days=days, from_on=from_on, source=SAYS)


def days_in(region: str, on: date = MONDAY) -> int:
    return in_force(Region.objects.get(pk=region), on).days


def test_the_general_row_is_there_and_says_that_it_is_an_example():
    row = RectificationLimit.objects.get()
    assert (row.days, row.region, row.is_example) == (15, None, True)
    assert set(row.source) == {"zh", "en"}


def test_where_nobody_has_set_one_the_general_row_holds():
    assert days_in("990100") == days_in("990102") == 15


def test_a_region_has_its_own_and_the_districts_in_it_follow():
    limit("990100", 10)
    assert (days_in("990100"), days_in("990102")) == (10, 10)


def test_a_district_goes_before_its_city():
    limit("990100", 10)
    limit("990103", 5)
    assert (days_in("990102"), days_in("990103")) == (10, 5)


def test_a_row_holds_from_its_day_on():
    limit("990100", 10, date(2026, 7, 1))
    limit("990100", 5, date(2026, 11, 24))
    assert days_in("990100", date(2026, 6, 30)) == 15
    assert days_in("990100", date(2026, 7, 1)) == 10
    assert days_in("990100", date(2026, 11, 23)) == 10
    assert days_in("990100", date(2026, 11, 24)) == 5


def test_a_place_has_one_limit_a_day():
    limit("990100", 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        limit("990100", 12)
    limit(None, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        limit(None, 12)


def test_days_are_working_days_and_the_day_it_was_opened_is_not_counted():
    limit("990100", 5)
    fill_from_package(2026, at=NOON)
    civil_affairs = Department.objects.get(code="civil_affairs")
    before_national_day = due(civil_affairs, date(2026, 9, 29))
    assert (before_national_day.on, before_national_day.provisional) == (date(2026, 10, 12), False)
    assert due(civil_affairs, MONDAY).on == date(2026, 11, 30)
