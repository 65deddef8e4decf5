"""The trace of a fetch: a `DataRequest` and a ledger entry for every department asked, also for one that failed.

Ids and codes only. The ledger is for ever, so not even the person's id is in it; the request leads to the person.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from services.ledger.entries import record
from services.sharing.answers import ABSENT
from services.sharing.asking import Outcome
from services.sharing.inquiry import Occasion
from services.sharing.models import DataRequest, Reason

UNAVAILABLE = {Reason.NO_ADDRESS, Reason.UNREACHABLE, Reason.DEADLINE, Reason.ERROR, Reason.MALFORMED}


@transaction.atomic(durable=True)
def record_outcomes(occasion: Occasion, outcomes: Sequence[Outcome]) -> None:
    """In one transaction of its own, before anybody sees a value."""
    rows = [_row(occasion, each) for each in outcomes]
    DataRequest.objects.bulk_create(rows)
    for row in rows:
        record("data_requested", _entry(row))


def _row(occasion: Occasion, outcome: Outcome) -> DataRequest:
    answer = outcome.answer
    return DataRequest(
        id=outcome.inquiry.id,
        purpose=occasion.purpose,
        person_id=occasion.subject.person_id,
        department=outcome.inquiry.department,
        fields=_fields(outcome),
        over_delivered=list(answer.over_delivered) if answer else [],
        source=occasion.source,
        state=_state(outcome.reason),
        reason=outcome.reason or "",
        started_at=occasion.at,
        ended_at=occasion.at + timedelta(seconds=outcome.seconds),
    )


def _fields(outcome: Outcome) -> list[dict[str, str]]:
    became = outcome.answer.outcomes if outcome.answer else {}
    return [
        {
            "field": each.field.code,
            "disclosure": each.disclosure.value,
            "outcome": became.get(each.field.code, ABSENT),
        }
        for each in outcome.inquiry.readings
    ]


def _state(reason: Reason | None) -> DataRequest.State:
    if reason is None:
        return DataRequest.State.ANSWERED
    return DataRequest.State.UNAVAILABLE if reason in UNAVAILABLE else DataRequest.State.REFUSED


def _entry(row: DataRequest) -> dict[str, object]:
    return {
        "request": str(row.id),
        "purpose": str(row.purpose),
        "department": row.department.code,
        "source": row.source,
        "fields": row.fields,
        "over_delivered": row.over_delivered,
        "state": row.state,
        "reason": row.reason,
        "at": row.started_at.isoformat(),
    }
