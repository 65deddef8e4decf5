"""A supervisor has seen a detection, and later says what it was. Never one about themself."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.ledger.entries import record
from services.watch.errors import NothingWritten
from services.watch.models import Detection
from services.watch.watching import let_go


@action
def acknowledge(*, detection_id: UUID, actor: Actor, at: datetime) -> UUID:
    """The first to see it stays on record."""
    row = _locked(detection_id, actor)
    if row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by = at, actor.key
        row.save(update_fields=["acknowledged_at", "acknowledged_by"])
        record("detection_acknowledged", _trace(row, actor, at))
    return row.pk


@action
def handle(*, detection_id: UUID, words: str, harmless: bool, actor: Actor, at: datetime) -> UUID:
    """`harmless`: what was stopped may go on. Raises NothingWritten."""
    row = _locked(detection_id, actor)
    if row.handled_at is not None:
        return row.pk
    if not words.strip():
        raise NothingWritten
    if row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by = at, actor.key
    row.handled_at, row.handled_by, row.words = at, actor.key, words.strip()
    row.save()
    if harmless:
        let_go(row.about)
    record("detection_handled", {**_trace(row, actor, at), "harmless": harmless})
    return row.pk


def _locked(detection_id: UUID, actor: Actor) -> Detection:
    row = Detection.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=detection_id).first()
    if row is None:
        raise Denied("not_visible")
    return row


def _trace(row: Detection, actor: Actor, at: datetime) -> dict[str, object]:
    return {"detection": str(row.pk), "actor": actor.key, "at": at.isoformat()}
