"""The citizen turns back: 撤回 before acceptance, 反悔 within 24 hours of a decision by rules, before anything was paid."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.clocks import may_rescind
from services.applications.errors import TooLateToRescind
from services.applications.events import ApplicationRescinded, ApplicationWithdrawn
from services.applications.models import Decision, State
from services.applications.policies import Act, authorise
from services.applications.states import IllegalMove, move
from services.events.outbox import publish


@action
def withdraw(*, application_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Raises IllegalMove once it is accepted."""
    application = locked(application_id, actor)
    authorise(Act.LEAVE, application, actor)
    application.due_on = None
    move(application, State.WITHDRAWN, actor=actor, at=at, also=("due_on",))
    application.awaited.filter(answered_at=None).update(answered_at=at)
    publish(ApplicationWithdrawn(application_id=application.pk))
    return application.pk


@action
def rescind(*, application_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Raises IllegalMove where rules did not approve, TooLateToRescind after 24 hours. Its certificate ends with it."""
    application = locked(application_id, actor)
    authorise(Act.LEAVE, application, actor)
    if application.state != State.APPROVED or application.decision.decided_by != Decision.DecidedBy.RULES:
        raise IllegalMove(application.state, State.RESCINDED)
    if not may_rescind(application.decision.at, at):
        raise TooLateToRescind
    move(application, State.RESCINDED, actor=actor, at=at)
    publish(ApplicationRescinded(application_id=application.pk))
    return application.pk
