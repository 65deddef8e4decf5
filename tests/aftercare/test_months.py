"""Which months were paid, and which of them too many."""

from datetime import date

import pytest

from services.aftercare.months import first_month, month_after, overpaid_months, paid_months

MARCH = date(2026, 3, 1)


def test_a_month_is_paid_once_its_day_has_come():
    assert list(paid_months(MARCH, 10, date(2026, 4, 9))) == []
    assert list(paid_months(MARCH, 10, date(2026, 4, 10))) == [MARCH]
    assert list(paid_months(date(2026, 12, 1), 10, date(2027, 1, 10))) == [date(2026, 12, 1)]


@pytest.mark.parametrize("died", [date(2026, 3, 1), date(2026, 3, 15), date(2026, 3, 31)])
def test_the_month_of_the_event_is_kept_whatever_its_day(died):
    assert overpaid_months(date(2026, 1, 1), 10, died, date(2026, 6, 20)) == [
        date(2026, 4, 1),
        date(2026, 5, 1),
    ]


def test_what_has_not_been_paid_is_not_overpaid():
    assert overpaid_months(date(2026, 1, 1), 10, date(2026, 3, 15), date(2026, 5, 9)) == []


def test_what_happened_before_the_first_month_makes_all_of_them_overpaid():
    assert overpaid_months(MARCH, 10, date(2025, 6, 1), date(2026, 5, 10)) == [MARCH, date(2026, 4, 1)]


def test_it_begins_with_the_month_of_the_application_or_the_one_after_the_decision():
    sent, decided = date(2026, 11, 30), date(2026, 12, 2)
    assert first_month("APPLICATION_MONTH", sent, decided) == date(2026, 11, 1)
    assert first_month("MONTH_AFTER_DECISION", sent, decided) == date(2027, 1, 1)
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)
