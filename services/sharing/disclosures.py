"""What may come in, by kind and disclosure. Whatever does not fit is left out; nothing is guessed or repaired.

Values stay as JSON says them: text, whole number, list of codes, a date as `2026-11-22`, a predicate as YES, NO or
UNKNOWN.
"""

import re
from collections.abc import Callable
from datetime import date

from services.sharing.models import DataField, Disclosure
from services.sharing.readings import Reading

Plain = str | int | list[str]
MOST_IN_A_LIST = 100
ANSWERS = ("YES", "NO", "UNKNOWN")
# no control or direction marks, no halves of characters; private-use characters stay, for rare names are written in them
TEXT = re.compile("[^\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]{1,500}")
TAIL = re.compile(r"[0-9X]{4}", re.ASCII)


class Unfit(Exception):
    """The value is not what the field promises. Carries no value."""


def disclosed(reading: Reading, value: object) -> Plain:
    """The value in the form the purpose names, and no more. Raises `Unfit`."""
    if reading.disclosure == Disclosure.PREDICATE:
        return _one_of(ANSWERS, value)
    if reading.disclosure == Disclosure.MASKED:
        return _tail(value)
    return KINDS[reading.field.kind](reading.field, value)


def _tail(value: object) -> str:
    """The last four digits of a number, whether the source has cut it or not. A name has no tail that would hide it."""
    tail = _text(value)[-4:]
    if not TAIL.fullmatch(tail):
        raise Unfit
    return tail


def _text(value: object) -> str:
    if isinstance(value, str) and TEXT.fullmatch(value):
        return value
    raise Unfit


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53:
        return value
    raise Unfit


def _date(value: object) -> str:
    text = _text(value)
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise Unfit


def _one_of(codes: object, value: object) -> str:
    if isinstance(value, str) and isinstance(codes, dict | tuple) and value in codes:
        return value
    raise Unfit


def _list(field: DataField, value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_IN_A_LIST:
        raise Unfit
    return [_one_of(field.values, each) for each in value]


def _never(field: DataField, value: object) -> Plain:
    """A predicate read as a value: loading refuses such a purpose; should one exist, nothing comes in."""
    raise Unfit


KINDS: dict[str, Callable[[DataField, object], Plain]] = {
    DataField.Kind.TEXT: lambda field, value: _text(value),
    DataField.Kind.NUMBER: lambda field, value: _number(value),
    DataField.Kind.DATE: lambda field, value: _date(value),
    DataField.Kind.ENUM: lambda field, value: _one_of(field.values, value),
    DataField.Kind.LIST: _list,
    DataField.Kind.PREDICATE: _never,
}
