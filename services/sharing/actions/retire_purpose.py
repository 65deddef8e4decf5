"""A purpose ends: from that moment nothing is read for it, not even what is on its way. The version stays: answers point to it.

A new need is a new version and ends nothing by itself; whoever does not want the old one any more retires it.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.entries import record
from services.sharing.errors import WordsMissing, WordsTooLong
from services.sharing.models import PORTAL, Purpose
from services.sharing.officers import ANSWER_FOR_REGISTERS

LONGEST = 500  # characters


@action
def retire_purpose(
    *, purpose_id: int, because: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> None:
    """By whoever speaks for the data of the department that reads; what the portal reads for, the portal itself ends.
    `because` names nobody. Twice is once. Raises `Denied("not_your_purpose")`, `WordsMissing`, `WordsTooLong`."""
    purpose = Purpose.objects.select_for_update().filter(pk=purpose_id).first()
    if purpose is None or not _may(actor, purpose):
        raise Denied("not_your_purpose")
    if not because.strip():
        raise WordsMissing
    if len(because) > LONGEST:
        raise WordsTooLong
    if purpose.retired_at is not None:
        return
    why = because.strip()
    ended = {"retired_at": at, "retired_by": actor.key, "retired_because": why}
    Purpose.objects.filter(pk=purpose.pk).update(**ended)  # the only thing of it that ever changes
    body = {"purpose": str(purpose), "because": why, "actor": actor.key, "at": at.isoformat()}
    record("purpose_retired", body)


def _may(actor: Actor, purpose: Purpose) -> bool:
    if purpose.consumer == PORTAL:
        return actor.role == Role.SYSTEM
    posts = StaffMember.objects.filter(user=actor.user_id, role__in=ANSWER_FOR_REGISTERS)
    return actor.role == Role.STAFF and posts.filter(department__code=purpose.consumer).exists()
