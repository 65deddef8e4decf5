"""回避 (公务员法, article 76): a data officer who is concerned steps back from a dispute; a colleague answers it.

From then on the person is one whose data this officer does not read: in no dispute, and under no purpose (officers.py). The
ledger names the dispute, not the person, and nobody has to say why.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.ledger.entries import record
from services.sharing.actions.settle import is_data_officer
from services.sharing.errors import NotOpen
from services.sharing.models import Dispute
from services.sharing.officers import avoid, is_concerned


@action
def step_back(*, dispute_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> None:
    """Twice is once. Raises `Denied`, also for what is another department's; `NotOpen`."""
    if not is_data_officer(actor) or actor.user_id is None:
        raise Denied("not_a_data_officer")
    rows = Dispute.objects.visible_to(actor).select_related("person").select_for_update(of=("self",))
    dispute = rows.filter(pk=dispute_id).first()
    if dispute is None:
        raise Denied("not_visible")
    if dispute.state != Dispute.State.OPEN:
        raise NotOpen(str(dispute_id))
    if is_concerned(actor.user_id, dispute.person.id_no):
        return
    avoid(actor.user_id, dispute.person.id_no, at=at)
    record("stepped_back", {"dispute": str(dispute_id), "actor": actor.key, "at": at.isoformat()})
