"""Writing a note for colleagues."""

from datetime import datetime
from uuid import UUID, uuid4

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.errors import ReasonMissing
from services.applications.holding import post_of
from services.applications.models import Note, State
from services.applications.policies import Act, authorise
from services.applications.states import IllegalMove


@action
def write_note(
    *, application_id: UUID, words: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Also on what has ended, until it is closed. Raises IllegalMove, ReasonMissing."""
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    if application.state == State.CLOSED:
        raise IllegalMove(State.CLOSED, State.CLOSED)
    if not words.strip():
        raise ReasonMissing
    note = Note(id=uuid4(), application=application, author=post_of(actor), words=words.strip(), at=at)
    note.save(force_insert=True)
    return note.pk
