"""Formats of JSON Schema that are ours. Each takes the normal form that `coerce` makes, and answers without raising: a format
that raised would end the whole judging.

They are called for every answer, so each does as little as it can: python-stdnum would look up regions that the
demonstration does not have, and takes five times as long.
"""

import re
from collections.abc import Callable
from datetime import date

from services.departments.credit_codes import fault
from services.people.identity_numbers import is_modern

MOBILE = re.compile(r"1[3-9][0-9]{9}")
DIGITS = re.compile(r"[0-9]+")
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # twice a digit, its own digits added
REGION = re.compile(r"[1-9][0-9]{5}")
PARTIAL = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
LONGEST_DAY = len("2026-03-08")


def is_mobile(text: str) -> bool:
    return MOBILE.fullmatch(text) is not None


def is_credit_code(text: str) -> bool:
    return fault(text) is None


def is_bank_card(text: str) -> bool:
    """ISO/IEC 7812: the sum of its digits, every second one from the right doubled, is a multiple of ten."""
    if DIGITS.fullmatch(text) is None:
        return False
    digits = [int(digit) for digit in reversed(text)]
    return (sum(digits[::2]) + sum(DOUBLED[digit] for digit in digits[1::2])) % 10 == 0


def is_partial_date(text: str) -> bool:
    """A year, a month or a day of the calendar: 1958, 1958-03, 1958-03-08."""
    if len(text) < LONGEST_DAY:
        return PARTIAL.fullmatch(text) is not None and text >= "0001"
    return is_day(text)


def is_day(text: str) -> bool:
    """ISO 8601 in its long form only."""
    try:
        return len(text) == LONGEST_DAY and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_region(text: str) -> bool:
    """Six digits of GB/T 2260. Whether there is such a region, the judge's surroundings know."""
    return REGION.fullmatch(text) is not None


FORMATS: dict[str, Callable[..., bool]] = {
    "cn-mobile": is_mobile,
    "cn-id": is_modern,
    "cn-credit-code": is_credit_code,
    "cn-region": is_region,
    "bank-card": is_bank_card,
    "partial-date": is_partial_date,
}
