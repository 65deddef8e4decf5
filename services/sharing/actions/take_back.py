"""A person takes back what they said about a value, while the department is still looking at it."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.events.outbox import publish
from services.ledger.entries import record
from services.sharing.disputed import mark_undisputed
from services.sharing.errors import NotOpen
from services.sharing.events import DisputeTakenBack
from services.sharing.models import Dispute


@action
def take_back(*, dispute_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Raises `Denied("not_yours")`, also for a dispute that does not exist; `NotOpen`."""
    visible = Dispute.objects.visible_to(actor) if actor.role == Role.CITIZEN else Dispute.objects.none()
    dispute = visible.select_for_update(of=("self",)).select_related("field").filter(pk=dispute_id).first()
    if dispute is None:
        raise Denied("not_yours")
    if dispute.state != Dispute.State.OPEN:
        raise NotOpen(str(dispute_id))
    dispute.state, dispute.closed_at = Dispute.State.WITHDRAWN, at
    dispute.save(update_fields=["state", "closed_at"])
    mark_undisputed(dispute, at=at)
    record("dispute_taken_back", {"dispute": str(dispute.id), "at": at.isoformat()})
    publish(
        DisputeTakenBack(
            dispute_id=dispute.id,
            person_id=dispute.person_id,
            field=dispute.field.code if dispute.field else "",
            source=dispute.source,
        )
    )
    return dispute.id
