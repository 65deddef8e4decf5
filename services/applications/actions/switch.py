"""Stopping automatic approval of an item, and letting it go on: a supervisor of its department, with a reason.

What is under way is not touched: whatever is decided from now on goes to a person, and nothing decided is undone.
"""

from datetime import datetime
from uuid import UUID, uuid4

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.applications.errors import AlreadySwitched, ReasonMissing
from services.applications.events import AutomaticApprovalSwitched
from services.applications.models import SwitchTurn
from services.applications.switch import authorise, turns_of
from services.catalogue.models import ServiceItem
from services.events.outbox import publish
from services.ledger.entries import record


@action
def stop_automatic(
    *, item: str, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """`item`: its code. Raises ReasonMissing, AlreadySwitched, `Denied`."""
    return _turn(item, True, reason, actor, at)


@action
def resume_automatic(
    *, item: str, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Raises ReasonMissing, AlreadySwitched, `Denied`."""
    return _turn(item, False, reason, actor, at)


def _turn(code: str, stopped: bool, reason: str, actor: Actor, at: datetime) -> UUID:
    item = ServiceItem.objects.select_for_update().filter(code=code).first()
    if item is None:
        raise Denied("not_visible")
    authorise(item, actor)
    if not reason.strip():
        raise ReasonMissing
    last = turns_of(item).first()
    if (last is not None and last.stopped) == stopped:
        raise AlreadySwitched(code)
    number = last.number + 1 if last else 1
    turn = SwitchTurn(
        id=uuid4(), item=item, number=number, stopped=stopped, reason=reason.strip(), by=actor.key, at=at
    )
    turn.save(force_insert=True)
    kind = "automatic_approval_stopped" if stopped else "automatic_approval_resumed"
    record(kind, {"item": code, "turn": str(turn.pk), "by": actor.key, "at": at.isoformat()})
    publish(AutomaticApprovalSwitched(turn_id=turn.pk))
    return turn.pk
