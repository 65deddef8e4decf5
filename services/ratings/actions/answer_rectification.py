"""Answering a poor rating: what was found, what was put right, or why it cannot be.

By a caseworker of the department who did not decide that application: nobody judges complaints about themself. Where a
department has one caseworker only, the clock runs out and the public figures say so.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.queries import post_of
from services.events.outbox import publish
from services.ledger.entries import record
from services.ratings.errors import AlreadyAnswered, AnswerMissing, WordsTooLong
from services.ratings.events import RectificationAnswered
from services.ratings.models import Rectification

LONGEST = 1000


@action
def answer_rectification(
    *, rectification_id: UUID, words: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """The rater reads `words`. Raises AnswerMissing, WordsTooLong, AlreadyAnswered, `Denied`."""
    rectification = _locked(rectification_id, actor)
    if rectification.state != Rectification.State.OPEN:
        raise AlreadyAnswered(str(rectification_id))
    rectification.answer = _checked(words)
    rectification.answered_by = post_of(actor.user_id or 0)
    rectification.answered_at, rectification.state = at, Rectification.State.ANSWERED
    rectification.save(update_fields=["answer", "answered_by", "answered_at", "state"])
    record(
        "rectification_answered",
        {"rectification": str(rectification.pk), "by": actor.key, "at": at.isoformat()},
    )
    publish(RectificationAnswered(rectification_id=rectification.pk))
    return rectification.pk


def _locked(rectification_id: UUID, actor: Actor) -> Rectification:
    if actor.role != Role.STAFF:
        raise Denied("not_a_caseworker")
    rows = Rectification.objects.visible_to(actor).select_for_update(of=("self",))
    try:
        return rows.get(pk=rectification_id)
    except Rectification.DoesNotExist:
        raise Denied("not_visible") from None


def _checked(words: str) -> str:
    if not words.strip():
        raise AnswerMissing
    if len(words.strip()) > LONGEST:
        raise WordsTooLong
    return words.strip()
