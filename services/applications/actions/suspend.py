"""特别程序: hearings, inspections and expert reviews stop the clock; the citizen is told in writing how long (art. 45)."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.clocks import after, days_left
from services.applications.errors import ReasonMissing
from services.applications.events import ApplicationSuspended
from services.applications.holding import hold
from services.applications.models import State
from services.applications.policies import Act, authorise
from services.applications.states import move
from services.calendars.queries import calendar
from services.events.outbox import publish


@action
def suspend(
    *, application_id: UUID, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    if not reason.strip():
        raise ReasonMissing
    hold(application, actor=actor, at=at)
    today, unit = localdate(at), application.content["limits"]["unit"]
    application.days_left = days_left(application.due_on or today, today, unit, calendar())
    application.due_on = None
    move(
        application,
        State.SUSPENDED,
        actor=actor,
        at=at,
        note=reason.strip()[:200],
        also=("due_on", "days_left"),
    )
    publish(ApplicationSuspended(application_id=application.pk))
    return application.pk


@action
def resume(*, application_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """The clock goes on with the days it had left."""
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    hold(application, actor=actor, at=at)
    unit = application.content["limits"]["unit"]
    due = after(application.days_left or 0, unit, localdate(at), calendar())
    application.due_on, application.due_is_provisional, application.days_left = due.on, due.provisional, None
    move(application, State.ACCEPTED, actor=actor, at=at, also=("due_on", "due_is_provisional", "days_left"))
    return application.pk
