"""Keeping what the departments answered, before submission."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.errors import AlreadySubmitted
from services.applications.models import State
from services.applications.policies import Act, authorise
from services.applications.replies import keep
from services.sharing.fetch import Reply


@action
def keep_evidence(*, application_id: UUID, replies: Sequence[Reply], actor: Actor, at: datetime) -> UUID:
    application = locked(application_id, actor)
    authorise(Act.KEEP_EVIDENCE, application, actor)
    if application.state != State.DRAFT:
        raise AlreadySubmitted(str(application_id))
    keep(application, replies, at=at)
    return application.pk
