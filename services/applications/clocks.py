"""The clocks of an application: when a result is promised, how a stopped clock goes on. Pure: the calendar is given.

Days are working days without statutory holidays (Administrative Licensing Law art. 82) unless the item counts calendar
days. Day 0, the day it began, is not counted. Time in which the citizen mends something, and time of hearings,
inspections and expert reviews (art. 45), is not counted.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from services.calendars.days import Calendar, DueDate

ACCEPTANCE_DAYS = 5  # working days to say what is missing; silence is acceptance (art. 32(4))
CORRECTION_DAYS = 15  # working days to mend what was asked (local rule, example)
RESCISSION = timedelta(hours=24)  # to take back what rules approved


def promise(limits: Mapping[str, Any], start: date, calendar: Calendar) -> DueDate:
    """The promised last day of an item whose package has these `limits`."""
    return after(limits["committed_days"], limits["unit"], start, calendar)


def after(days: int, unit: str, start: date, calendar: Calendar) -> DueDate:
    if unit == "WORKING":
        return calendar.add_working_days(start, days)
    return DueDate(start + timedelta(days=days), provisional=False)


def days_left(due_on: date, today: date, unit: str, calendar: Calendar) -> int:
    """What a stopped clock keeps: the days still to come, none when it is overdue."""
    if due_on <= today:
        return 0
    return calendar.working_days_between(today, due_on) if unit == "WORKING" else (due_on - today).days


def may_rescind(decided_at: datetime, at: datetime) -> bool:
    return at - decided_at <= RESCISSION
