"""The way of a request: every legal move, and the one function that makes it.

A move is a changed summary, a `RequestStep` and a ledger entry in one transaction. It changes only rows that still stand
where the move begins, and locks them first: of two workers that end the same request one does, and the other is told.

There is no state between answered and minimised: an answer is cut to what was asked for in memory, before any of it is
stored, so nothing is ever in between. What was cut stands in the entry of the answer.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.actions.actor import Role
from services.ledger.entries import record
from services.ledger.models import Entry
from services.prepared import Among, Given, Prepared, PreparedUpdate, insert, together, update
from services.sharing.marks import mark
from services.sharing.models import DataRequest, RequestState, RequestStep

DISPATCHED, DELIVERED, USED = RequestState.DISPATCHED, RequestState.DELIVERED, RequestState.USED
DECLINED, DISPUTED = RequestState.DECLINED, RequestState.DISPUTED
_standing = Prepared(
    lambda: (
        DataRequest.objects.select_for_update()
        .filter(Among("pk", Given("keys")), Among("state", Given("states")))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
)
_moved = PreparedUpdate(
    lambda: (DataRequest.objects.filter(Among("pk", Given("keys"))), {"state": Given("state")})
)
WRITTEN_AT_THE_END = ("state", "reason", "fields", "over_delivered", "key", "ended_at")
MOVES: Mapping[tuple[RequestState | None, RequestState], str] = {
    (None, RequestState.DISPATCHED): "written down before the first byte leaves",
    (None, RequestState.UNAVAILABLE): "not sent: the department is left alone for a moment",
    (DISPATCHED, RequestState.ANSWERED): "signed, about this question and person, cut to what was asked for",
    (DISPATCHED, RequestState.UNAVAILABLE): "no answer came in time, or this process ended before it",
    (DISPATCHED, RequestState.REFUSED): "the department declined, or its answer was not let in",
    (RequestState.ANSWERED, DELIVERED): "whoever asked has stored it, sealed",
    (DELIVERED, USED): "it was submitted, or somebody decided on it",
    (DELIVERED, DECLINED): "the person does not want it used, and it has been deleted",
    (USED, DECLINED): "the same, while nothing had been decided on it yet",
    (DELIVERED, DISPUTED): "the person says it is wrong",
    (USED, DISPUTED): "the person says it is wrong",
    (DISPUTED, DELIVERED): "the person took that back, or the department says it is right",
    (DISPUTED, USED): "the same, where an act had rested on it before",
}


def advance(ids: Collection[UUID], to: RequestState, *, at: datetime) -> list[UUID]:
    """Of these requests those that could make the move, all in the caller's transaction. Harmless when repeated. What is
    disputed stays so."""
    return _move(ids, [state for state in _before(to) if state != DISPUTED], to, at)


def give_back(ids: Collection[UUID], to: RequestState, *, at: datetime) -> list[UUID]:
    """Out of a dispute: no other act does that, whatever it does with what is not disputed."""
    return _move(ids, [state for state in _before(to) if state == DISPUTED], to, at)


def _move(ids: Collection[UUID], since: Sequence[RequestState], to: RequestState, at: datetime) -> list[UUID]:
    moved = _locked(list(ids), since)
    if moved:
        _moved(keys=moved, state=to.value)
        insert(*(RequestStep(request_id=each, state=to, at=at) for each in moved))
        body = {"requests": [str(each) for each in moved], "state": to.value, "at": at.isoformat()}
        record("data_requests_moved", body)
    return moved


def _locked(ids: list[UUID], states: Sequence[RequestState]) -> list[UUID]:
    """Those of them that stand so."""
    return _standing(keys=ids, states=[each.value for each in states]) if ids else []


def end(rows: Sequence[DataRequest]) -> set[UUID]:
    """Writes the outcomes that stand on the rows. The ids of those it has ended: for one that had ended already, nothing
    is written."""
    still_open = set(_locked([row.pk for row in rows], [DISPATCHED]))
    ended = [row for row in rows if row.pk in still_open]
    for row in ended:
        update(row, WRITTEN_AT_THE_END)
    _write(ended, "data_request_ended")
    return still_open


def begin(rows: Sequence[DataRequest]) -> None:
    """New rows, each as it stands: on the way, or never sent."""
    insert(*rows)
    _write(rows, "data_requested")


def _write(rows: Sequence[DataRequest], kind: str) -> None:
    """Step and entry of each."""
    with together(RequestStep, Entry):
        for row in rows:
            at = row.ended_at or row.started_at
            insert(RequestStep(request=row, state=row.state, reason=row.reason, at=at))
        told = {row.pk: record(kind, entry(row)) for row in rows}
    mark({row.pk: told[row.pk] for row in rows if row.state != DISPATCHED})


def entry(row: DataRequest) -> dict[str, object]:
    """Ids and codes only. The ledger is for ever, so neither the person's id nor their account's is in it; the request leads
    to both."""
    return {
        "request": str(row.id),
        "purpose": str(row.purpose),
        "department": row.department.code,
        "source": row.source,
        "actor": Role.CITIZEN if row.actor.startswith(Role.CITIZEN) else row.actor,
        "represented": row.represented,
        "fields": row.fields,
        "over_delivered": row.over_delivered,
        "state": row.state,
        "reason": row.reason,
        "key": row.key,
        "at": (row.ended_at or row.started_at).isoformat(),
    }


def _before(to: RequestState) -> list[RequestState]:
    return [source for source, target in MOVES if target == to and source is not None]
