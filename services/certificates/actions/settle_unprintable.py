"""A caseworker has seen to a document that cannot be printed: written by hand, handed over, or otherwise."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.certificates.errors import ReasonMissing
from services.certificates.models import Unprintable
from services.ledger.entries import record


@action
def settle_unprintable(*, unprintable_id: UUID, note: str, actor: Actor, at: datetime) -> UUID:
    """Settled already: nothing changes. Raises `ReasonMissing`; `Denied("not_staff")`, `Denied("other_department")`."""
    if actor.role is not Role.STAFF:
        raise Denied("not_staff")
    row = Unprintable.objects.select_for_update(of=("self",)).filter(pk=unprintable_id).first()
    if row is None or row.department_id != actor.department_id:
        raise Denied("other_department")
    if not note.strip():
        raise ReasonMissing
    if row.settled_at is None:
        row.note, row.settled_at, row.settled_by = note.strip(), at, actor.key
        row.save(update_fields=["note", "settled_at", "settled_by"])
        record("document_settled", {"source": row.source, "actor": actor.key, "at": at.isoformat()})
    return row.pk
