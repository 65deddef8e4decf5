"""受理: the move and its event, for whoever accepts: a caseworker, a decision, or silence."""

from datetime import datetime

from services.actions.actor import Actor
from services.applications.events import ApplicationAccepted
from services.applications.models import Application, State
from services.applications.states import move
from services.events.outbox import publish


def take_in(application: Application, *, actor: Actor, at: datetime, note: str = "") -> None:
    """Inside the caller's transaction, on its locked row."""
    move(application, State.ACCEPTED, actor=actor, at=at, note=note)
    publish(ApplicationAccepted(application_id=application.pk))
