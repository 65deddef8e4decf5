"""Somebody sees values of a person, or takes them along: a row before they see any, and on the first of a day a ledger entry.

What cannot be written down is not shown. The person reads of the first, the leak watch counts every one. Where there was
nothing for this reader to see that is an entry too: whoever tries addresses leaves their tries.
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
from services.sharing.officers import CONCERNED, avoided

STAFF_ONLY = {Look.Kind.DESK, Look.Kind.EXPORT}


@action
def note_look(
    *,
    person_id: UUID | None,
    source: str,
    kind: Look.Kind,
    fields: Sequence[str] = (),
    is_live: bool = True,
    actor: Actor,
    at: datetime,
) -> UUID:
    """The id of the row in the person's log: again on the same day it is the same. `person_id` None: nothing was found that
    this actor may see. Raises `Denied` for a look that is not this actor's kind, and for whoever has stepped back."""
    if (actor.role == Role.STAFF) != (kind in STAFF_ONLY):
        raise Denied("not_your_kind_of_look")
    if person_id in avoided(actor):
        raise Denied(CONCERNED)
    occasion = {"actor": actor.key, "source": source, "kind": kind, "on": localdate(at)}
    row = Look(
        id=uuid4(),
        person_id=person_id,
        department_id=actor.department_id,
        fields=[*fields],
        is_live=is_live,
        at=at,
        **occasion,
    )
    if person_id is None:
        record("application_not_found", {"source": source, "actor": actor.key, "at": at.isoformat()})
        return _add(row)
    first = Look.objects.told().filter(**occasion)
    told = first.first()
    if told is None:
        Look.objects.bulk_create([row], ignore_conflicts=True)  # of two tabs at once one is the first
        told = first.get()
    if told.pk == row.pk:
        mark({row.pk: record("data_looked_at", _entry(row))})
    else:
        _add(row)
    return told.pk


def _add(row: Look) -> UUID:
    row.told = False
    row.save(force_insert=True)
    return row.pk


def _entry(row: Look) -> dict[str, object]:
    return {
        "look": str(row.pk),
        "actor": row.actor,
        "source": row.source,
        "as": row.kind,
        "fields": row.fields,
        "at": row.at.isoformat(),
    }
