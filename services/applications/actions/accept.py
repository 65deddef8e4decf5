"""受理 and 不予受理: the department says that it takes the application, or that the matter is not its own."""

from datetime import date, datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import SYSTEM, Actor
from services.applications.actions.locking import locked
from services.applications.errors import ReasonMissing
from services.applications.events import ApplicationDeclined
from services.applications.holding import hold
from services.applications.intake import take_in
from services.applications.models import State
from services.applications.policies import Act, authorise
from services.applications.states import move
from services.events.outbox import publish


@action
def accept(*, application_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Raises IllegalMove, HeldByColleague."""
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    hold(application, actor=actor, at=at)
    take_in(application, actor=actor, at=at)
    return application.pk


@action
def accept_by_silence(*, application_id: UUID, today: date, actor: Actor, at: datetime) -> UUID:
    """Nobody said that something is missing: accepted since the day of receipt (Administrative Licensing Law art. 32(4))."""
    application = locked(application_id, actor)
    authorise(Act.KEEP_CLOCKS, application, actor)
    if application.state == State.RECEIVED and application.accept_by and application.accept_by < today:
        take_in(application, actor=SYSTEM, at=at, note="silence")
    return application.pk


@action
def decline(
    *, application_id: UUID, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """The matter needs no decision, or another authority is competent; the reason says which (art. 32(1), (2))."""
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    if not reason.strip():
        raise ReasonMissing
    hold(application, actor=actor, at=at)
    application.ending_words = reason.strip()
    move(application, State.DECLINED, actor=actor, at=at, also=("ending_words",))
    publish(ApplicationDeclined(application_id=application.pk))
    return application.pk
