"""Asking the departments: outside every transaction, and never without a trace.

A failed department is an answer too: it comes back as a `Reply` that says why, and the others are used. What was asked
of whom is written before anybody sees a value; when that cannot be written, nobody sees one. Should this process die
between an answer and its record, the answer dies with it.

Each fetch asks anew. There is no cache, no circuit breaker and no retry in the background here: whoever needs a missing
answer fetches again.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from services.sharing.answers import Value
from services.sharing.asking import Outcome, ask_all
from services.sharing.inquiry import Inquiry, Occasion, Subject, inquire
from services.sharing.models import Purpose
from services.sharing.readings import Reading, readings
from services.sharing.trace import record_outcomes

__all__ = ["InsideTransaction", "Reply", "Subject", "Value", "fetch"]

UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SOURCE = re.compile(rf"[a-z_]{{1,30}}:({UUID_FORM}|[0-9]{{1,12}})", re.ASCII)


class InsideTransaction(RuntimeError):
    """A department was asked while a transaction was open: every lock it holds would wait for the department."""


@dataclass(frozen=True)
class Reply:
    """What one department said. `reason` is a `Reason`, empty when available; a field it did not give is not there."""

    department_code: str
    available: bool
    reason: str
    values: Mapping[str, Value]
    request_id: UUID


def fetch(
    *,
    purpose: Purpose,
    subject: Subject,
    source: str,
    departments: Collection[str] | None = None,
    claims: Mapping[str, str] | None = None,
    at: datetime,
) -> list[Reply]:
    """One reply for each department the purpose reads from, in its order; `departments` (codes) asks only those.

    `source` says who asks: a word and an id, `application:<uuid>`. `claims`: what the person says, by the code of the
    predicate that checks it. Raises `InsideTransaction`, `UnknownField`, ValueError for a source or claim out of form.
    """
    if not outside_transaction():
        raise InsideTransaction(str(purpose))
    occasion = Occasion(purpose, subject, source, claims or {}, at)
    _check(occasion)
    inquiries = _inquiries(occasion, departments)
    outcomes = ask_all(inquiries, seconds=settings.DEPARTMENT_DEADLINE_SECONDS, at=at)
    record_outcomes(occasion, outcomes)
    return [_reply(each) for each in outcomes]


def outside_transaction() -> bool:
    """Whether a remote call is allowed; the transaction a test is wrapped in does not count."""
    blocks: list[Any] = connection.atomic_blocks
    return all(block._from_testcase for block in blocks)


def _check(occasion: Occasion) -> None:
    if not SOURCE.fullmatch(occasion.source):
        raise ValueError("a source is a word and an id, such as application:<uuid>")
    if unread := set(occasion.claims) - {each["field"] for each in occasion.purpose.reads}:
        raise ValueError(f"{occasion.purpose} does not read {', '.join(sorted(unread))}")


def _inquiries(occasion: Occasion, departments: Collection[str] | None) -> list[Inquiry]:
    wanted = readings(occasion.purpose)
    order = list(dict.fromkeys(map(_code, wanted)))
    by_department = groupby(sorted(wanted, key=lambda each: order.index(_code(each))), key=_code)
    return [
        inquire(occasion, list(of_one))
        for code, of_one in by_department
        if departments is None or code in departments
    ]


def _code(reading: Reading) -> str:
    return reading.department.code


def _reply(outcome: Outcome) -> Reply:
    values = outcome.answer.values if outcome.answer else {}
    reason = outcome.reason.value if outcome.reason else ""
    return Reply(outcome.inquiry.department.code, not reason, reason, values, outcome.inquiry.id)
