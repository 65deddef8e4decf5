"""What is looked at when a value comes: pure checks, each with what a fault of it means.

A NOTE is counted. A WARNING is shown to whoever decides. FATAL means that nothing decides by itself on the value: it is not
handed to the rules, and a person looks. What is checked is form and sense, never whether it is true.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.timezone import localdate

from services.departments.credit_codes import fault
from services.people.identity_numbers import is_valid

MOST_A_MONTH = 10_000_000  # yuan; more is a slip of whoever typed it
A_YEAR = timedelta(days=365)


class Severity(StrEnum):
    NOTE = "NOTE"
    WARNING = "WARNING"
    FATAL = "FATAL"


@dataclass(frozen=True)
class Rule:
    """`holds(value, as_of, at)`: whether there is nothing to say against it."""

    severity: Severity
    holds: Callable[[object, datetime, datetime], bool]


@dataclass(frozen=True)
class Finding:
    """Which rule found fault with the value of which field. Carries no value."""

    field: str
    rule: str
    severity: Severity


def _is_a_past_day(value: object, as_of: datetime, at: datetime) -> bool:
    return isinstance(value, str) and date.fromisoformat(value) <= localdate(at)


def _is_a_possible_birth(value: object, as_of: datetime, at: datetime) -> bool:
    return isinstance(value, str) and at.year - 130 <= date.fromisoformat(value).year <= at.year


def _is_plausible_income(value: object, as_of: datetime, at: datetime) -> bool:
    return isinstance(value, int) and 0 <= value <= MOST_A_MONTH


RULES: Mapping[str, Rule] = {
    "id_no_check_digit": Rule(Severity.FATAL, lambda value, as_of, at: is_valid(str(value))),
    "credit_code_check_digit": Rule(Severity.FATAL, lambda value, as_of, at: fault(str(value)) is None),
    "possible_birth": Rule(Severity.FATAL, _is_a_possible_birth),
    "past_day": Rule(Severity.FATAL, _is_a_past_day),
    "not_negative": Rule(Severity.FATAL, lambda value, as_of, at: isinstance(value, int) and value >= 0),
    "plausible_income": Rule(Severity.WARNING, _is_plausible_income),
    "no_full_width_digits": Rule(Severity.NOTE, lambda value, as_of, at: not _is_full_width(str(value))),
    "fresh_within_a_year": Rule(Severity.WARNING, lambda value, as_of, at: at - as_of <= A_YEAR),
}


def _is_full_width(text: str) -> bool:
    return any("０" <= sign <= "９" for sign in text)


def findings(
    field: str, rules: Sequence[str], value: object, as_of: datetime, at: datetime
) -> Iterator[Finding]:
    """Days are those of China. A check that cannot even be made counts as one that found fault."""
    for name in rules:
        rule = RULES[name]
        try:
            holds = rule.holds(value, as_of, at)
        except (ValueError, TypeError):
            holds = False
        if not holds:
            yield Finding(field, name, rule.severity)
