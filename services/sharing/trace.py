"""The trace of a fetch: a `DataRequest` for every question, committed before it is sent, and one outcome for each.

A process that dies in between leaves a request on its way. `close_lost` ends those after a time no living question
takes; a question that outlives even that is told so when it comes to write its outcome, and its values are thrown away.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from services.sharing.answers import ABSENT
from services.sharing.asking import Outcome
from services.sharing.breaker import learn
from services.sharing.findings import note
from services.sharing.first_reading import tell_first
from services.sharing.inquiry import Inquiry, Occasion
from services.sharing.lifecycle import begin, end
from services.sharing.models import DataRequest, Reason, RequestState

UNAVAILABLE = {
    Reason.NO_ADDRESS,
    Reason.UNREACHABLE,
    Reason.RESTING,
    Reason.BUSY,
    Reason.DEADLINE,
    Reason.CUT,
    Reason.LOST,
    Reason.ERROR,
    Reason.MALFORMED,
}
LOST_AFTER = timedelta(minutes=1)  # far longer than the deadline of any page


@transaction.atomic(durable=True)
def record_questions(
    occasion: Occasion, inquiries: Sequence[Inquiry], *, resting: Collection[Inquiry] = ()
) -> None:
    """In one transaction of its own, before anything is sent. `resting`: not to be sent at all."""
    begin([_question(occasion, each) for each in inquiries] + [_unsent(occasion, each) for each in resting])


@transaction.atomic(durable=True)
def record_outcomes(occasion: Occasion, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """In one transaction of its own, before anybody sees a value. The outcomes as they count: one that comes after its
    request has been given up for lost is lost."""
    ended = _end([_ended(occasion, each) for each in outcomes])
    tell_first(occasion, [each for each in outcomes if each.inquiry.id in ended])
    return [each if each.inquiry.id in ended else _too_late(each) for each in outcomes]


@transaction.atomic(durable=True)
def close_lost(*, at: datetime, limit: int = 100) -> int:
    """Ends the requests whose process is gone; how many. Any number of workers may run it."""
    open_rows = DataRequest.objects.filter(state=RequestState.DISPATCHED, started_at__lt=at - LOST_AFTER)
    lost = list(open_rows.select_related("purpose", "department").order_by("started_at")[:limit])
    for row in lost:
        row.state, row.reason, row.ended_at = RequestState.UNAVAILABLE, Reason.LOST, at
    return len(_end(lost))


def _end(rows: Sequence[DataRequest]) -> set[UUID]:
    """With what the outcomes say of their sources: findings, and who is left alone for a moment."""
    ended = end(rows)
    told = [row for row in rows if row.pk in ended]
    note(told)
    learn(told)
    return ended


def _question(occasion: Occasion, inquiry: Inquiry) -> DataRequest:
    return DataRequest(
        id=inquiry.id,
        purpose=occasion.purpose,
        person_id=occasion.subject.person_id,
        department=inquiry.department,
        fields=_fields(inquiry, {}, nothing=""),
        source=occasion.source,
        actor=occasion.actor.key,
        represented=inquiry.letterhead.asks.represented,
        state=RequestState.DISPATCHED,
        started_at=occasion.at,
    )


def _unsent(occasion: Occasion, inquiry: Inquiry) -> DataRequest:
    row = _question(occasion, inquiry)
    row.state, row.reason, row.ended_at = RequestState.UNAVAILABLE, Reason.RESTING, occasion.at
    row.fields = _fields(inquiry, {}, nothing=ABSENT)
    return row


def _ended(occasion: Occasion, outcome: Outcome) -> DataRequest:
    row, answer = _question(occasion, outcome.inquiry), outcome.answer
    row.state, row.reason = _state(outcome.reason), outcome.reason or ""
    row.fields = _fields(outcome.inquiry, answer.outcomes if answer else {}, nothing=ABSENT)
    row.over_delivered = list(answer.over_delivered) if answer else []
    row.key, row.ended_at = outcome.key, occasion.at + timedelta(seconds=outcome.seconds)
    return row


def _too_late(outcome: Outcome) -> Outcome:
    return replace(outcome, answer=None, reason=Reason.LOST)


def _fields(inquiry: Inquiry, became: Mapping[str, str], *, nothing: str) -> list[dict[str, str]]:
    return [
        {
            "field": each.field.code,
            "disclosure": each.disclosure.value,
            "outcome": became.get(each.field.code, nothing),
        }
        for each in inquiry.readings
    ]


def _state(reason: Reason | None) -> RequestState:
    if reason is None:
        return RequestState.ANSWERED
    return RequestState.UNAVAILABLE if reason in UNAVAILABLE else RequestState.REFUSED
