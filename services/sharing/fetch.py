"""Asking the departments: outside every transaction, and never without a trace.

A failed department is an answer too: it comes back as a `Reply` that says why, and the others are used. What is asked
of whom is committed before it is sent, and how it ended before anybody sees a value; what cannot be written is not
sent, and not seen. Should this process die in between, the answer dies with it and `trace.close_lost` ends its request.

What may not be read is not asked (granting.py). Values are asked anew each time; a yes or no that is young enough is given
again (predicates.py). A department that failed again and again is left out for a moment (breaker.py). There is no retry in
the background here: whoever needs a missing answer fetches again.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from services.actions.actor import SYSTEM, Actor
from services.sharing.agreements import receipt_of
from services.sharing.answers import Value
from services.sharing.askers import asker
from services.sharing.asking import Outcome, ask_all
from services.sharing.breaker import resting
from services.sharing.decision import Decision, Refusal, Verdict
from services.sharing.granting import authorise_reading, still_allowed
from services.sharing.inquiry import Inquiry, Occasion, Subject, inquire
from services.sharing.models import Purpose, Reason
from services.sharing.predicates import keep_answers, registered, stored_answers
from services.sharing.readings import Reading, readings
from services.sharing.trace import record_outcomes, record_questions

__all__ = ["InsideTransaction", "Reply", "Subject", "Value", "fetch"]

UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FOR_A_PERSON = frozenset({Reason.AMBIGUOUS})
SOURCE = re.compile(rf"[a-z_]{{1,30}}:({UUID_FORM}|[0-9]{{1,12}})", re.ASCII)


class InsideTransaction(RuntimeError):
    """A department was asked while a transaction was open: every lock it holds would wait for the department."""


@dataclass(frozen=True)
class Reply:
    """What one department said; a field it did not give is not there. `reason` is a `Reason`, empty for an answer,
    or LOG_BEHIND where nothing may be read until the log is sealed.

    `available` is false where asking again may help. A register with several entries for one number has answered: there
    is no value, and nothing to wait for, so a person looks. `withheld`: fields that might not be read, with every
    `Refusal`; `awaits_consent`: somebody's yes would lift some. `request_id`: none where nothing was left to ask.
    """

    department_code: str
    available: bool
    reason: str
    values: Mapping[str, Value]
    request_id: UUID | None = None
    withheld: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    awaits_consent: bool = False


def fetch(
    *,
    purpose: Purpose,
    subject: Subject,
    source: str,
    departments: Collection[str] | None = None,
    claims: Mapping[str, str] | None = None,
    fields: Collection[str] | None = None,
    actor: Actor = SYSTEM,
    at: datetime,
) -> list[Reply]:
    """One reply for each department the purpose reads from, in its order; `departments` (codes) asks only those, `fields`
    only for a part of what the purpose reads.

    `source` says who asks: a word and an id, `application:<uuid>`. `claims`: what the person says, by the code of the
    predicate that checks it. Raises `InsideTransaction`, `UnknownField`, ValueError for a source or claim out of form.
    """
    if not outside_transaction():
        raise InsideTransaction(str(purpose))
    occasion = Occasion(purpose, subject, source, claims or {}, at, actor)
    _check(occasion)
    wanted = _wanted(purpose, departments, fields)
    verdicts = authorise_reading(occasion, wanted)
    allowed = [each for each, verdict in zip(wanted, verdicts, strict=True) if verdict.allowed]
    known = stored_answers(occasion, allowed)
    asked = [each for each in allowed if each.field.code not in known]
    outcomes = _ask(occasion, _inquiries(occasion, asked, verdicts))
    permitted = still_allowed(occasion, allowed, at=_delivered_at(at, outcomes))
    keep_answers(occasion, asked, outcomes, permitted)
    return _replies(wanted, verdicts, outcomes, known, permitted)


def _delivered_at(at: datetime, outcomes: Sequence[Outcome]) -> datetime:
    """The moment of delivery, on the caller's clock."""
    return at + timedelta(seconds=max((each.seconds for each in outcomes), default=0.0))


def _ask(occasion: Occasion, inquiries: Sequence[Inquiry]) -> list[Outcome]:
    """Written down, sent, and how it ended written down: three steps, and no transaction around the second."""
    at_rest = resting([each.department for each in inquiries], at=occasion.at)
    asked = [each for each in inquiries if each.department.pk not in at_rest]
    unasked = [each for each in inquiries if each.department.pk in at_rest]
    record_questions(occasion, asked, resting=unasked)
    came = ask_all(asked, seconds=settings.DEPARTMENT_DEADLINE_SECONDS, at=occasion.at)
    return [*record_outcomes(occasion, came), *(Outcome(each, None, Reason.RESTING, 0) for each in unasked)]


def outside_transaction() -> bool:
    """Whether a remote call is allowed; the transaction a test is wrapped in does not count."""
    blocks: list[Any] = connection.atomic_blocks
    return all(block._from_testcase for block in blocks)


def _check(occasion: Occasion) -> None:
    if not SOURCE.fullmatch(occasion.source):
        raise ValueError("a source is a word and an id, such as application:<uuid>")
    if unread := set(occasion.claims) - {each["field"] for each in occasion.purpose.reads}:
        raise ValueError(f"{occasion.purpose} does not read {', '.join(sorted(unread))}")


def _wanted(
    purpose: Purpose, departments: Collection[str] | None, fields: Collection[str] | None
) -> list[Reading]:
    """One department after the other, each where the purpose names it first."""
    wanted = [
        each
        for each in readings(purpose)
        if (departments is None or _code(each) in departments)
        and (fields is None or each.field.code in fields)
    ]
    order = list(dict.fromkeys(map(_code, wanted)))
    return sorted(wanted, key=lambda each: order.index(_code(each)))


def _inquiries(occasion: Occasion, asked: Sequence[Reading], verdicts: Sequence[Verdict]) -> list[Inquiry]:
    """Each says who asks, under which versions of the law, and under whose consent."""
    if not asked:
        return []
    receipt = receipt_of(occasion.purpose, occasion.subject, occasion.source, occasion.at)
    versions, rules = {each.field: each.versions for each in verdicts}, registered(asked)
    asks = asker(occasion)
    by_department = [list(of_one) for _, of_one in groupby(asked, key=_code)]
    return [
        inquire(
            occasion,
            of_one,
            policies=sorted({version for each in of_one for version in versions[each.field.code]}),
            consent=receipt,
            asks=asks,
            rules=rules,
        )
        for of_one in by_department
    ]


def _code(reading: Reading) -> str:
    return reading.department.code


def _replies(
    wanted: Sequence[Reading],
    verdicts: Sequence[Verdict],
    outcomes: Sequence[Outcome],
    known: Mapping[str, Value],
    permitted: frozenset[str],
) -> list[Reply]:
    """One for each department that has something to say, or something that may not be asked."""
    said = {each.inquiry.department.code: each for each in outcomes}
    by_department = groupby(zip(wanted, verdicts, strict=True), key=lambda pair: _code(pair[0]))
    return [
        _reply(code, [verdict for _, verdict in pairs], said.get(code), known, permitted)
        for code, pairs in by_department
    ]


def _reply(
    code: str,
    verdicts: Sequence[Verdict],
    outcome: Outcome | None,
    known: Mapping[str, Value],
    permitted: frozenset[str],
) -> Reply:
    came = outcome.answer.values if outcome and outcome.answer else {}
    mine = {each.field for each in verdicts}
    found = {name: value for name, value in {**known, **came}.items() if name in mine & permitted}
    reason = outcome.reason if outcome else None
    behind = any(each.reasons == (Refusal.LOG_BEHIND,) for each in verdicts)  # asked again once it is sealed
    return Reply(
        department_code=code,
        available=not behind and (reason is None or reason in FOR_A_PERSON),
        reason=reason.value if reason else Refusal.LOG_BEHIND.value if behind else "",
        values=found,
        request_id=outcome.inquiry.id if outcome else None,
        withheld={each.field: each.reasons for each in verdicts if not each.allowed},
        awaits_consent=any(each.decision is Decision.AWAITING_CONSENT for each in verdicts),
    )
