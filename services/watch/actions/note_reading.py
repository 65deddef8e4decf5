"""A caseworker opened an application: a row for the watch. Where there was none of theirs it is an entry in the ledger too.

What they saw of whom stands in the ledger already (services/sharing/actions/note_look.py), once a day; the watch counts
every time.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.ledger.entries import record
from services.watch.models import Reading


@action
def note_reading(*, source: str, person_id: UUID | None, is_live: bool, actor: Actor, at: datetime) -> None:
    """`person_id`: None where nothing was found that this actor may see."""
    Reading.objects.create(actor=actor.key, person_id=person_id, source=source, is_live=is_live, at=at)
    if person_id is None:
        record("application_not_found", {"source": source, "actor": actor.key, "at": at.isoformat()})
