"""Somebody saw values of a person, or takes them along: one row a day for each reader and occasion, before they see any.

What cannot be written down is not shown.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.ledger.entries import record
from services.sharing.marks import mark
from services.sharing.models import Look

STAFF_ONLY = {Look.Kind.DESK, Look.Kind.EXPORT}


@action
def note_look(
    *, person_id: UUID, source: str, kind: Look.Kind, fields: Sequence[str], actor: Actor, at: datetime
) -> UUID:
    """Again on the same day it is the same look. Raises `Denied` for a look that is not this actor's kind."""
    if (actor.role == Role.STAFF) != (kind in STAFF_ONLY):
        raise Denied("not_your_kind_of_look")
    today = localdate(at)
    known = {"actor": actor.key, "source": source, "kind": kind, "on": today}
    if found := Look.objects.filter(**known).values_list("pk", flat=True).first():
        return found
    row = Look(
        id=uuid4(), person_id=person_id, department_id=actor.department_id, fields=[*fields], at=at, **known
    )
    Look.objects.bulk_create([row], ignore_conflicts=True)  # of two tabs at once one is written
    kept = Look.objects.get(**known)
    if kept.pk == row.pk:
        body = {"look": str(row.pk), "actor": actor.key, "source": source, "as": kind, "fields": row.fields}
        mark({row.pk: record("data_looked_at", {**body, "at": at.isoformat()})})
    return kept.pk
