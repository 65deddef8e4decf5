"""That a department has acknowledged the end of a consent: on record, with the key it signed with."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.ledger.entries import record


@action
def note_told(
    *,
    consent_id: UUID,
    department: str,
    key: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> None:
    """`department`: its code. Raises `Denied("for_the_portal_itself")`."""
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    told = {"consent": str(consent_id), "department": department, "key": key}
    record("withdrawal_told", {**told, "at": at.isoformat()})
