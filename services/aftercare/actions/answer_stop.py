"""A person answers a proposed stop: the entitlement ends, or it goes on. Rules propose, people stop."""

from datetime import date, datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.aftercare.ending import end
from services.aftercare.errors import AlreadyAnswered, WordsMissing
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
    if actor.role != Role.STAFF:
        raise Denied("not_a_caseworker")
    rows = ProposedStop.objects.visible_to(actor).select_related("entitlement__application", "recheck")
    stop: ProposedStop | None = rows.select_for_update(of=("self",)).filter(pk=stop_id).first()
    if stop is None:
        raise Denied("not_visible")
    if not reason.strip():
        raise WordsMissing
    if stop.state != ProposedStop.State.OPEN:
        raise AlreadyAnswered(str(stop_id))
    stop.state, stop.reason, stop.closed_by, stop.closed_at = state, reason.strip(), actor.key, at
    stop.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    record(
        "proposed_stop_answered",
        {"stop": str(stop_id), "answer": state, "by": actor.key, "at": at.isoformat()},
    )
    return stop
