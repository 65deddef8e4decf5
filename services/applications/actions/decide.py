"""A person decides: approve or refuse, with a reason that the citizen reads."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications import deciding
from services.applications.actions.locking import locked
from services.applications.errors import AmountNotOffered, ReasonMissing
from services.applications.holding import hold
from services.applications.intake import take_in
from services.applications.models import Application, Decision, State
from services.applications.policies import Act, authorise
from services.applications.states import refuse_unless_open


@action
def decide(
    *,
    application_id: UUID,
    outcome: Decision.Outcome,
    reason: str,
    amount_fen: int | None = None,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`amount_fen` where the item pays: one of the amounts it offers. Whoever decides holds it, and accepts by deciding.

    Raises ReasonMissing, AmountNotOffered, HeldByColleague, IllegalMove.
    """
    application = locked(application_id, actor)
    authorise(Act.DECIDE, application, actor)
    if not reason.strip():
        raise ReasonMissing
    refuse_unless_open(application)
    hold(application, actor=actor, at=at)
    if application.state == State.RECEIVED:
        take_in(application, actor=actor, at=at)
    assessment = application.assessments.order_by("at").last()
    if outcome == Decision.Outcome.REFUSED:
        deciding.refuse(application, assessment=assessment, actor=actor, at=at, reason=reason.strip())
        return application.pk
    offered = amounts_of(application)
    if (amount_fen not in offered) if offered else (amount_fen is not None):
        raise AmountNotOffered(str(amount_fen))
    deciding.approve(
        application,
        assessment=assessment,
        decided_by=Decision.DecidedBy.PERSON,
        actor=actor,
        at=at,
        amount_fen=amount_fen,
        reason=reason.strip(),
    )
    return application.pk


def amounts_of(application: Application) -> set[int]:
    """The monthly amounts the item offers, in fen; empty where it pays nothing."""
    rows = application.content["guide"].get("gets", {}).get("rows", [])
    return {row["amount_fen"] for row in rows}
