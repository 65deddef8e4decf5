"""A data officer answers a dispute: corrected, or right as it is and why.

Nothing of the source is written here. Whoever says "corrected" has corrected their own register before; the new value
arrives when it is asked for again, under a request of its own (services/aftercare/rereading.py).
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.events.outbox import publish
from services.ledger.entries import record
from services.sharing.disputed import mark_undisputed
from services.sharing.errors import NotOpen, WordsMissing, WordsTooLong
from services.sharing.events import DisputeSettled
from services.sharing.models import Dispute
from services.sharing.officers import is_concerned
from services.sharing.predicates import expire_answers
from services.sharing.queries import resting_on

LONGEST = 1000


@action
def settle(
    *,
    dispute_id: UUID,
    outcome: Dispute.Outcome,
    words: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`words`: the citizen reads them. Raises `Denied`, `NotOpen`, `WordsMissing`, `WordsTooLong`."""
    if not is_data_officer(actor):
        raise Denied("not_a_data_officer")
    rows = Dispute.objects.visible_to(actor).select_related("field", "person")
    dispute = rows.select_for_update(of=("self",)).filter(pk=dispute_id).first()
    if dispute is None:
        raise Denied("not_visible")
    if is_concerned(actor.user_id, dispute.person.id_no):
        raise Denied("concerned")
    if dispute.state != Dispute.State.OPEN:
        raise NotOpen(str(dispute_id))
    answered = {
        "state": Dispute.State.SETTLED,
        "outcome": outcome,
        "answer": checked_words(words),
        "answered_by": actor.key,
        "closed_at": at,
    }
    for name, value in answered.items():
        setattr(dispute, name, value)
    dispute.save(update_fields=[*answered])
    if outcome == Dispute.Outcome.RIGHT:
        mark_undisputed(dispute, at=at)
    elif dispute.field:
        expire_answers(dispute.person, resting_on(dispute.field.code), at=at)
    trace = {"dispute": str(dispute.id), "outcome": outcome, "by": actor.key}
    record("dispute_settled", {**trace, "due_on": dispute.due_on.isoformat(), "at": at.isoformat()})
    publish(DisputeSettled(dispute_id=dispute.id, person_id=dispute.person_id, outcome=outcome))
    return dispute.id


def is_data_officer(actor: Actor) -> bool:
    """数据官 of the department the actor acts for."""
    if actor.role != Role.STAFF:
        return False
    posts = StaffMember.objects.filter(user=actor.user_id, department=actor.department_id)
    return posts.filter(role=StaffMember.Role.DATA).exists()


def checked_words(words: str) -> str:
    """Raises `WordsMissing`, `WordsTooLong`."""
    words = words.strip()
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise WordsTooLong
    return words
