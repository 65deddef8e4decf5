"""A document cannot be printed: a caseworker finds it, and its holder hears that it is delayed. Once for each document."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.certificates.events import DocumentHeldUp
from services.certificates.models import Unprintable
from services.events.outbox import publish
from services.ledger.entries import record


@action
def note_unprintable(
    *, source: str, holder_id: UUID, department_id: int, characters: str, actor: Actor, at: datetime
) -> UUID:
    """Asked again, the first note is the answer. `Denied("not_system")`: only printing itself finds this out."""
    if actor.role is not Role.SYSTEM:
        raise Denied("not_system")
    row, is_new = Unprintable.objects.get_or_create(
        source=source,
        defaults={
            "holder_id": holder_id,
            "department_id": department_id,
            "characters": characters,
            "noticed_at": at,
        },
    )
    if is_new:
        record("document_held_up", {"source": source, "at": at.isoformat()})
        publish(DocumentHeldUp(unprintable_id=row.pk, person_id=holder_id))
    return row.pk
