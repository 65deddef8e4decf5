"""Late data: the last department has answered, and the application goes on by itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.deciding import settle, values_of
from services.applications.models import State
from services.applications.policies import Act, authorise
from services.applications.replies import keep
from services.sharing.fetch import Reply


@action
def receive_data(*, application_id: UUID, replies: Sequence[Reply], actor: Actor, at: datetime) -> UUID:
    """Harmless when repeated: an application that waits no more is left alone."""
    application = locked(application_id, actor)
    authorise(Act.RECEIVE_DATA, application, actor)
    if application.state == State.AWAITING_DATA:
        keep(application, replies, at=at)
        if not application.awaited.filter(answered_at=None).exists():
            settle(application, values=values_of(application), actor=actor, at=at)
    return application.pk
