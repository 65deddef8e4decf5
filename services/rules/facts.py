"""One given value against its declared type. No conversion: "85" is not 85, true not 1, NaN no number.

A fact is a JSON value (a date is its ISO text), so what is stored with a decision is what it was decided
on. What comes back here is only a form that compares exactly: binary fractions as decimals, days as
ordinals.
"""

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from services.rules.schema import FactType, Kind

Bound = int | Decimal
Known = str | bool | Bound


class BadFact(ValueError):
    """Missing, None, of another type, or not in the code list."""


def read(fact: FactType, value: object) -> Known:
    """The value, ready to compare. Raises BadFact."""
    return _READERS[fact.kind](fact, value)


def ordinal(text: str) -> int:
    """The day number of an ISO date; ValueError for a day that does not exist or is written another way."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # fromisoformat also takes 20260131 and 2026-W05-6
        raise ValueError(text)
    return day.toordinal()


def _boolean(fact: FactType, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise BadFact(fact.name)


def _number(fact: FactType, value: object) -> Bound:
    if isinstance(value, bool):
        raise BadFact(fact.name)
    if isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite()):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return Decimal(repr(value))  # 0.1 means what was written, not the nearest binary fraction
    raise BadFact(fact.name)


def _enum(fact: FactType, value: object) -> str:
    if isinstance(value, str) and value in fact.values:
        return value
    raise BadFact(fact.name)


def _date(fact: FactType, value: object) -> int:
    try:
        return ordinal(value if isinstance(value, str) else "")
    except ValueError as error:
        raise BadFact(fact.name) from error


_READERS: dict[Kind, Callable[[FactType, object], Known]] = {
    "boolean": _boolean,
    "number": _number,
    "enum": _enum,
    "date": _date,
}
