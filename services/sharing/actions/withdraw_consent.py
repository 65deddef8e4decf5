"""撤回同意: a person takes their yes back, at any time and as easily as it was given (PIPL article 15).

From this moment nothing is read by it, not even what has been asked already and is on its way. Answers kept for it are
deleted here; values that lie with an application and have not been used yet, by the handler of `ConsentWithdrawn`.
Departments that were asked by it are told (withdrawals.py).
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.ledger.entries import record
from services.sharing.models import Consent, ConsentRequest
from services.sharing.predicates import forget_answers
from services.sharing.withdrawals import publish_withdrawal


@action
def withdraw_consent(
    *, consent_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Raises `Denied("not_yours")`, also for a consent that does not exist. Twice is once."""
    visible = Consent.objects.visible_to(actor) if actor.role == Role.CITIZEN else Consent.objects.none()
    consent = visible.select_for_update(of=("self",)).select_related("purpose").filter(pk=consent_id).first()
    if consent is None:
        raise Denied("not_yours")
    if consent.ended_at is not None:
        return consent.pk
    end(consent, at=at)
    return consent.pk


def end(consent: Consent, *, at: datetime) -> None:
    """Inside the caller's transaction."""
    consent.ended_at, consent.ended_as = at, Consent.Ended.WITHDRAWN
    consent.save(update_fields=["ended_at", "ended_as"])
    _take_back_the_answer(consent, at)
    forget_answers(source=consent.source)
    record("consent_withdrawn", {"consent": str(consent.pk), "source": consent.source, "at": at.isoformat()})
    publish_withdrawal(consent)


def _take_back_the_answer(consent: Consent, at: datetime) -> None:
    """Of somebody of the household: what they were asked is now declined."""
    if consent.person_id == consent.subject_id:
        return
    mine = ConsentRequest.objects.asked_of(consent.person.id_no).filter(source=consent.source)
    mine.update(state=ConsentRequest.State.DECLINED, answered_at=at)
