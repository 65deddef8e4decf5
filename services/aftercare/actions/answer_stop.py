"""A person answers a proposed stop: the entitlement ends, or it goes on. Rules propose, people stop."""

from datetime import date, datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.aftercare.ending import end
from services.aftercare.models import Ending, ProposedStop
from services.ledger.entries import record

DEATH = "alive"  # the fact whose end is told to the family


@action
def confirm_stop(
    *,
    stop_id: UUID,
    kind: Ending.Kind,
    event_on: date,
    reason: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`event_on`: the day of what ended it, as the register has it or the caseworker found out. Returns the ending.

    Raises AlreadyAnswered, AlreadyEnded, BadEventDay, WordsMissing, `Denied`.
    """
    stop = _answer(stop_id, ProposedStop.State.CONFIRMED, reason, actor, at)
    ending = end(
        stop.entitlement.application,
        kind=kind,
        event_on=event_on,
        reason=reason.strip(),
        to_family=DEATH in stop.recheck.failed,
        actor=actor,
        at=at,
    )
    return ending.pk


@action
def dismiss_stop(
    *, stop_id: UUID, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """It goes on; the next check comes on its day. Raises AlreadyAnswered, WordsMissing, `Denied`."""
    return _answer(stop_id, ProposedStop.State.DISMISSED, reason, actor, at).pk


def _answer(
    stop_id: UUID, state: ProposedStop.State, reason: str, actor: Actor, at: datetime
) -> ProposedStop:
    read = ["entitlement__application", "recheck"]
    stop = ProposedStop.answer(stop_id, state, reason, actor=actor, at=at, read=read)
    record(
        "proposed_stop_answered",
        {"stop": str(stop_id), "answer": state, "by": actor.key, "at": at.isoformat()},
    )
    return stop
