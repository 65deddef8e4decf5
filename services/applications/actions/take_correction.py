"""A register has corrected a value an application rests on: the new version is kept beside the old, and the rules run again.

An application nobody has in hand goes the way it would have gone at once; in somebody's hands only the new conclusion is
laid beside the old one. What has been decided is not touched here: a person looks at that (services/aftercare).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.deciding import UNJUDGED, approve, assess, settle, values_of
from services.applications.models import Application, Assessment, Decision, State
from services.applications.policies import Act, authorise
from services.applications.replies import is_waiting, keep
from services.applications.states import ENDED, move, one_update
from services.sharing.fetch import Reply


@action
def take_correction(
    *, application_id: UUID, replies: Sequence[Reply], actor: Actor, at: datetime
) -> UUID | None:
    """None where it has ended meanwhile, and nothing is kept."""
    application = locked(application_id, actor)
    authorise(Act.RECEIVE_DATA, application, actor)
    if application.state in ENDED:
        return None
    keep(application, replies, at=at)
    if application.state == State.AWAITING_DATA:
        if not is_waiting(application):
            settle(application, values=values_of(application), actor=actor, at=at)
    elif application.state != State.DRAFT:  # a draft's rules run when it is sent
        _run_again(application, actor, at)
    return application.pk


def _run_again(application: Application, actor: Actor, at: datetime) -> None:
    try:
        assessment = assess(application, values=values_of(application), at=at)
    except tuple(UNJUDGED):
        return  # a person has it already, and its history says why
    if assessment.outcome == Assessment.Outcome.APPROVE and _in_nobodys_hands(application):
        _approve(application, assessment, actor, at)


def _in_nobodys_hands(application: Application) -> bool:
    return application.state == State.RECEIVED and application.holder_id is None


def _approve(application: Application, assessment: Assessment, actor: Actor, at: datetime) -> None:
    """What kept the rules from approving is gone."""
    with one_update(application):
        move(application, State.ACCEPTED, actor=actor, at=at, note="CORRECTED")
        approve(application, assessment=assessment, decided_by=Decision.DecidedBy.RULES, actor=actor, at=at)
