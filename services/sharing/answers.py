"""Reading an answer: bytes in, only what was asked for out.

An answer that repeats another id, request or subject is refused whole. One that fits is minimised: fields nobody asked
for are dropped and named, values that are not of their kind are left out. Whether the department signed the answer has been
checked before it comes here (`providers/http.py`).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.sharing.disclosures import Plain, Unfit, disclosed
from services.sharing.inquiry import Inquiry
from services.sharing.models import DataField, Disclosure, Reason
from services.sharing.port import NoAnswer
from services.sharing.quality import Severity, findings
from services.sharing.readings import Reading

CLOCK_SKEW = timedelta(minutes=2)
GIVEN, ABSENT, UNFIT = "GIVEN", "ABSENT", "UNFIT"
MOST_NAMED = 20
CODE = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}", re.ASCII)
OTHER = "other"


@dataclass(frozen=True)
class Value:
    """A value of a person with its origin: the source's own date, when we read it, and under which request."""

    value: Plain = field(repr=False)
    as_of: datetime
    fetched_at: datetime
    request_id: UUID


@dataclass(frozen=True)
class Answer:
    """`outcomes`: what became of every field asked. `over_delivered`: codes that came unasked."""

    values: Mapping[str, Value]
    outcomes: Mapping[str, str]
    over_delivered: tuple[str, ...]


def read_answer(inquiry: Inquiry, raw: bytes, at: datetime) -> Answer:
    """Raises `NoAnswer` when the answer is not one to this question."""
    reply = _parse(raw)
    _check_echo(inquiry, reply)
    as_of = _as_of(reply.get("as_of"), at)
    came = {half: _mapping(reply, half) for half in ("values", "predicates")}
    answered_by = _rules(reply, inquiry)
    values: dict[str, Value] = {}
    outcomes: dict[str, str] = {}
    for reading in inquiry.readings:
        code = reading.field.code
        outcomes[code], value = _let_in(reading, came[_half(reading)].get(code), as_of, at)
        if answered_by.get(code) != inquiry.rules.get(code):
            outcomes[code], value = UNFIT, None
        if value is not None:
            values[code] = Value(value, as_of, at, inquiry.id)
    return Answer(values, outcomes, _unasked(inquiry, came))


def comes_in(field: DataField, value: object, at: datetime) -> bool:
    """Whether this would be let in if the register answered it: by the checks that every answer passes."""
    predicate = field.kind == DataField.Kind.PREDICATE
    reading = Reading(field, Disclosure.PREDICATE if predicate else Disclosure.VALUE, {})
    return _let_in(reading, value, at, at)[0] == GIVEN


def _half(reading: Reading) -> str:
    """Where in the answer a field belongs. A value beside a predicate is more than was asked."""
    return "predicates" if reading.disclosure == Disclosure.PREDICATE else "values"


def _let_in(reading: Reading, value: object, as_of: datetime, at: datetime) -> tuple[str, Plain | None]:
    """What is not of its kind, or fails a check that is fatal, is left out: nothing decides on it by itself."""
    if value in (None, ""):
        return ABSENT, None
    try:
        plain = disclosed(reading, value)
    except Unfit:
        return UNFIT, None
    return (UNFIT, None) if _is_fatal(reading, plain, as_of, at) else (GIVEN, plain)


def _is_fatal(reading: Reading, value: Plain, as_of: datetime, at: datetime) -> bool:
    """Checks are about the value; of a masked one too little is left to check."""
    if reading.disclosure != Disclosure.VALUE:
        return False
    found = findings(reading.field.code, reading.field.quality, value, as_of, at)
    return any(each.severity is Severity.FATAL for each in found)


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NoAnswer(Reason.MALFORMED) from None
    if not isinstance(reply, dict):
        raise NoAnswer(Reason.MALFORMED)
    return reply


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _check_echo(inquiry: Inquiry, reply: Mapping[str, Any]) -> None:
    if reply.get("id") != str(inquiry.id) or reply.get("request_hash") != inquiry.request_hash:
        raise NoAnswer(Reason.WRONG_REQUEST)
    if reply.get("subject_hash") != inquiry.subject_hash:
        raise NoAnswer(Reason.WRONG_SUBJECT)


def _as_of(value: object, at: datetime) -> datetime:
    try:
        as_of = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        as_of = None
    if as_of is None or as_of.tzinfo is None:
        raise NoAnswer(Reason.MALFORMED)
    if as_of > at + CLOCK_SKEW:
        raise NoAnswer(Reason.FROM_THE_FUTURE)
    return as_of


def _mapping(reply: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A register with several entries sends a list of them. Which of them is meant, no program decides."""
    found = reply.get(name, {})
    if isinstance(found, list) and len(found) > 1 and all(isinstance(each, dict) for each in found):
        raise NoAnswer(Reason.AMBIGUOUS)
    if not isinstance(found, dict):
        raise NoAnswer(Reason.MALFORMED)
    return found


def _rules(reply: Mapping[str, Any], inquiry: Inquiry) -> dict[str, Any]:
    """What the department says it answered by, for the predicates of which it was told: another version is another
    question."""
    return {code: rule for code, rule in _mapping(reply, "rules").items() if code in inquiry.rules}


def _unasked(inquiry: Inquiry, came: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """A code is named only when it looks like one: it goes into the log for ever, and a department may write anything."""
    asked = {(_half(reading), reading.field.code) for reading in inquiry.readings}
    extra = {code for half, values in came.items() for code in values if (half, code) not in asked}
    return tuple(sorted({code if CODE.fullmatch(code) else OTHER for code in extra})[:MOST_NAMED])
