"""Months of an allowance: which were paid, and which should not have been. Pure; a month is its first day.

An allowance for a month is paid by a day of the month after it (`payment` in the item's package). Somebody who dies, moves or
takes up work within a month keeps that month; from the month after on, what was paid is overpaid.
"""

from collections.abc import Iterator
from datetime import date, timedelta


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def first_month(starts: str, submitted_on: date, decided_on: date) -> date:
    """`starts`: APPLICATION_MONTH or MONTH_AFTER_DECISION."""
    return month_of(submitted_on) if starts == "APPLICATION_MONTH" else month_after(decided_on)


def paid_months(first: date, pay_day: int, today: date) -> Iterator[date]:
    """Every month from `first` on whose day of payment has come."""
    month = first
    while month_after(month).replace(day=pay_day) <= today:
        yield month
        month = month_after(month)


def overpaid_months(first: date, pay_day: int, event_on: date, today: date) -> list[date]:
    last = month_of(event_on)
    return [month for month in paid_months(first, pay_day, today) if month > last]


def month_before(day: date) -> date:
    """The last day of the month before: whatever was paid since was paid too much."""
    return month_of(day) - timedelta(days=1)
