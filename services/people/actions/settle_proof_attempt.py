"""Writing down how a try ended."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.ledger.entries import record
from services.people.models import ProofAttempt

OPEN = (ProofAttempt.State.ASKED, ProofAttempt.State.UNANSWERED)


@action
def settle_proof_attempt(*, attempt_id: UUID, state: str, actor: Actor, at: datetime) -> UUID:
    """Once: an end that is written stays, whatever a second answer says. An unanswered try may be asked
    again.

    Raises `Denied("not_own_account")`.
    """
    attempt = ProofAttempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.user_id != actor.user_id:
        raise Denied("not_own_account")
    if attempt.state in OPEN:
        attempt.state = ProofAttempt.State(state)
        attempt.save(update_fields=["state"])
        record("proof_tried", {"user": attempt.user_id, "state": attempt.state, "at": at.isoformat()})
    return attempt.pk
