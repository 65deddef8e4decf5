"""Taking an application on, over from a colleague, or giving it back. One holds it, everybody sees who."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.errors import HeldByColleague, ReasonMissing
from services.applications.holding import assign, holder_of, post_of
from services.applications.policies import Act, authorise
from services.applications.states import refuse_unless_open


@action
def claim(*, application_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Raises `HeldByColleague`; claiming what one holds already changes nothing."""
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    refuse_unless_open(application)
    me, holder = post_of(actor), holder_of(application)
    if holder == me:
        return application.pk
    if holder is not None:
        raise HeldByColleague(holder.name)
    assign(application, me, actor=actor, at=at)
    return application.pk


@action
def take_over(
    *, application_id: UUID, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """From a colleague of the same department, with a reason that stays in the history."""
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    refuse_unless_open(application)
    if not reason.strip():
        raise ReasonMissing
    if holder_of(application) != (me := post_of(actor)):
        assign(application, me, actor=actor, at=at, reason=reason.strip())
    return application.pk


@action
def release(*, application_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Back to the department's pile. Only who holds it gives it back."""
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    refuse_unless_open(application)
    if holder_of(application) == post_of(actor):
        assign(application, None, actor=actor, at=at)
    return application.pk
