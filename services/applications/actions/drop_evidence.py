"""Somebody took their consent back: what was read by it and decided nothing is deleted, and nobody waits for more of it.

What a decision rests on stays with the decision, for whoever reviews it, and the person is told so on the page of their
consents. An application that waited goes on without the values, to a person: taking consent back is never a refusal.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.deciding import settle, values_of
from services.applications.models import Application, Decision, State
from services.applications.policies import Act, authorise
from services.applications.replies import AWAITING_CONSENT
from services.ledger.entries import record
from services.sharing.lifecycle import DECLINED, advance


@action
def drop_evidence(*, application_id: UUID, fields: Sequence[str], actor: Actor, at: datetime) -> UUID:
    """Harmless when repeated."""
    application = locked(application_id, actor)
    authorise(Act.RECEIVE_DATA, application, actor)
    if is_used(application):
        record("evidence_kept", _entry(application, fields, at))
        return application.pk
    _delete(application, fields, at)
    record("evidence_dropped", _entry(application, fields, at))
    if application.state == State.AWAITING_DATA:
        application.awaited.filter(answered_at=None, reason=AWAITING_CONSENT).update(answered_at=at)
        if not application.awaited.filter(answered_at=None).exists():
            settle(application, values=values_of(application), actor=actor, at=at)
    return application.pk


def _delete(application: Application, fields: Sequence[str], at: datetime) -> None:
    """A request of which nothing is left here has been declined by the person."""
    dropped = application.evidence.filter(field_code__in=fields)
    told = set(dropped.values_list("request_id", flat=True))
    dropped.delete()
    left = application.evidence.filter(request_id__in=told)
    advance(told - set(left.values_list("request_id", flat=True)), DECLINED, at=at)


def is_used(application: Application) -> bool:
    """Whether something has been decided on it."""
    return Decision.objects.filter(application=application).exists()


def _entry(application: Application, fields: Sequence[str], at: datetime) -> dict[str, object]:
    return {"application": str(application.pk), "fields": sorted(fields), "at": at.isoformat()}
