"""When a right begins, on the calendar."""

from datetime import date

import pytest

from services.offers.eligibility import is_due, last_day, right_begins_on
from services.people.identity_numbers import age_on

OFFER = {"days_before": 61, "days_after": 90}


@pytest.mark.parametrize(
    "born", [date(1957, 1, 20), date(1956, 2, 29), date(1957, 2, 28), date(1956, 12, 31)]
)
@pytest.mark.parametrize("age", [60, 69, 70])
def test_the_right_begins_on_the_first_day_of_that_age(born, age):
    begins = right_begins_on(born, age)
    assert age_on(born, begins) == age and age_on(born, date.fromordinal(begins.toordinal() - 1)) == age - 1


@pytest.mark.parametrize(
    ("today", "due"),
    [("2026-11-19", False), ("2026-11-20", True), ("2027-01-19", True), ("2027-01-20", False)],
)
def test_the_window_ends_before_the_day_itself(today, due):
    assert is_due(date(2027, 1, 20), OFFER, date.fromisoformat(today)) is due


def test_it_may_be_taken_for_some_time_after():
    assert last_day(date(2027, 1, 20), OFFER) == date(2027, 4, 20)
