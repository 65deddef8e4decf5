"""办结: nothing more happens to it, and the database holds to that."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.events import ApplicationClosed
from services.applications.models import State
from services.applications.policies import Act, authorise
from services.applications.states import move
from services.events.outbox import publish


@action
def close(*, application_id: UUID, actor: Actor, at: datetime) -> UUID:
    """By the portal itself, when the time to rescind is over. Harmless when repeated."""
    application = locked(application_id, actor)
    authorise(Act.KEEP_CLOCKS, application, actor)
    if application.state != State.CLOSED:
        move(application, State.CLOSED, actor=actor, at=at)
        publish(ApplicationClosed(application_id=application.pk))
    return application.pk
