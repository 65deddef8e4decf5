"""The named ways from recorded values and answers to facts. Pure; what one does never changes, another way has another name.

A derivation takes the values a package names (`from:`, one or several) and gives None where they are not what it expects:
the fact is then absent, and a person looks. How many values one takes is in the schema of packages.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.people.identity_numbers import age_on

Value = str | int | bool
YES, NO, UNKNOWN = "YES", "NO", "UNKNOWN"
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
REGION_DIGITS = 6


@dataclass(frozen=True)
class Case:
    """`on`: the day of submission; `local`: region codes of the city; `among`: codes the package names beside `from`."""

    on: date
    local: Collection[str] = ()
    among: Collection[str] = ()


Derivation = Callable[[Sequence[Any], Case], Value | None]


def as_recorded(values: Sequence[Any], case: Case) -> Value | None:
    return values[0] if isinstance(values[0], str | int | bool) else None


def completed_years(values: Sequence[Any], case: Case) -> int | None:
    """Completed years of life on the day of submission (Civil Code art. 1259 for counting from the anniversary)."""
    return _years(_day(values[0]), case.on)


def completed_years_at(values: Sequence[Any], case: Case) -> int | None:
    """Birth and another day: completed years on that day."""
    return _years(_day(values[0]), _day(values[1]))


def months_since(values: Sequence[Any], case: Case) -> int | None:
    """Completed months from a day to the day of submission."""
    return _months(_day(values[0]), case.on)


def months_between(values: Sequence[Any], case: Case) -> int | None:
    """Completed months from the first day to the second."""
    return _months(_day(values[0]), _day(values[1]))


def months_insured(values: Sequence[Any], case: Case) -> int | None:
    """First and last month, as `2015-07`: how many months lie between them, both counted."""
    first, last = _month(values[0]), _month(values[1])
    return None if first is None or last is None or first > last else last - first + 1


def days_since(values: Sequence[Any], case: Case) -> int | None:
    """Days from a day to the day of submission; below 0 when it is still to come."""
    day = _day(values[0])
    return None if day is None else (case.on - day).days


def days_until(values: Sequence[Any], case: Case) -> int | None:
    """Days from the day of submission to a day; below 0 when it has passed."""
    day = _day(values[0])
    return None if day is None else (day - case.on).days


def days_between(values: Sequence[Any], case: Case) -> int | None:
    """Days from the first day to the second; below 0 when the second is earlier."""
    first, second = _day(values[0]), _day(values[1])
    return None if first is None or second is None else (second - first).days


def local_or_elsewhere(values: Sequence[Any], case: Case) -> str | None:
    region = values[0]
    if not isinstance(region, str) or len(region) != REGION_DIGITS:
        return None
    return "LOCAL" if region in case.local else "ELSEWHERE"


def any_local(values: Sequence[Any], case: Case) -> str | None:
    """Several regions: LOCAL where one of them is of the city. A region nobody knows (empty, or NONE) is of nowhere."""
    found = {local_or_elsewhere([value], case) for value in values if value not in ("", "NONE")}
    if None in found:
        return None
    return "LOCAL" if "LOCAL" in found else "ELSEWHERE"


def in_list(values: Sequence[Any], case: Case) -> str | None:
    """Whether the code, or one of a list of codes, is among those the package names."""
    codes = values[0] if isinstance(values[0], list) else [values[0]]
    if not all(isinstance(code, str) for code in codes):
        return None
    if UNKNOWN in codes:
        return UNKNOWN
    return YES if set(codes) & set(case.among) else NO


def yes_or_no(values: Sequence[Any], case: Case) -> str | None:
    """An answer to a yes-or-no question, as a code."""
    return {True: YES, False: NO}[values[0]] if isinstance(values[0], bool) else None


def any_yes(values: Sequence[Any], case: Case) -> str | None:
    """YES where one is, NO where all are, else UNKNOWN."""
    if not _are_answers(values):
        return None
    return YES if YES in values else UNKNOWN if UNKNOWN in values else NO


def all_yes(values: Sequence[Any], case: Case) -> str | None:
    """NO where one is, YES where all are, else UNKNOWN."""
    if not _are_answers(values):
        return None
    return NO if NO in values else UNKNOWN if UNKNOWN in values else YES


def same(values: Sequence[Any], case: Case) -> str | None:
    """Whether two texts are the same, spaces aside."""
    if not all(isinstance(value, str) and value.strip() for value in values):
        return None
    one, other = ("".join(value.split()) for value in values)
    return YES if one == other else NO


def count(values: Sequence[Any], case: Case) -> int | None:
    return len(values[0]) if isinstance(values[0], list) else None


def total(values: Sequence[Any], case: Case) -> int | None:
    return sum(values) if _are_numbers(values) else None


def difference(values: Sequence[Any], case: Case) -> int | None:
    """How much the first number is above the second; below 0 when it is less."""
    return values[0] - values[1] if _are_numbers(values) else None


def per_head(values: Sequence[Any], case: Case) -> int | None:
    """An amount and a number of people: the whole part for each."""
    if not _are_numbers(values) or values[1] < 1:
        return None
    return int(values[0]) // int(values[1])


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _years(born: date | None, on: date | None) -> int | None:
    return None if born is None or on is None or born > on else age_on(born, on)


def _months(first: date | None, second: date | None) -> int | None:
    if first is None or second is None or first > second:
        return None
    whole = (second.year - first.year) * 12 + second.month - first.month
    last = monthrange(second.year, second.month)[1]  # a month without that day ends with its last (art. 202)
    return whole - (second.day < min(first.day, last))


def _month(value: Any) -> int | None:
    found = MONTH.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) * 12 + int(found[2]) if found else None


def _are_answers(values: Sequence[Any]) -> bool:
    return all(isinstance(value, str) and value in (YES, NO, UNKNOWN) for value in values)


def _are_numbers(values: Sequence[Any]) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)


DERIVATIONS: Mapping[str, Derivation] = {
    each.__name__: each
    for each in (
        as_recorded,
        completed_years,
        completed_years_at,
        months_since,
        months_between,
        months_insured,
        days_since,
        days_until,
        days_between,
        local_or_elsewhere,
        any_local,
        in_list,
        yes_or_no,
        any_yes,
        all_yes,
        same,
        count,
        total,
        difference,
        per_head,
    )
}
