"""Stopping a grant at once, and letting it go on.

By whoever speaks for the data of the department that answers for the register, or by the leak watch. What is on its way
stops too, for grants are read again at delivery.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.entries import record
from services.sharing.errors import WordsMissing
from services.sharing.models import Grant
from services.sharing.officers import ANSWER_FOR_REGISTERS


@action
def suspend_grant(
    *, grant_id: UUID, because: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Raises `Denied("not_yours_to_stop")`, also for a grant that does not exist; `WordsMissing`. Twice is once."""
    grant = _locked(grant_id, actor)
    if not because.strip():
        raise WordsMissing
    if grant.suspended_at is None:
        grant.suspended_at, grant.suspended_because = at, because.strip()[:200]
        grant.save(update_fields=["suspended_at", "suspended_because"])
        record("grant_suspended", _entry(grant, actor, at))
    return grant.pk


@action
def take_up_grant(*, grant_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """It goes on until its day. A machine stops grants and never takes one up."""
    if actor.role == Role.SYSTEM:
        raise Denied("not_yours_to_stop")
    grant = _locked(grant_id, actor)
    if grant.suspended_at is not None:
        grant.suspended_at, grant.suspended_because = None, ""
        grant.save(update_fields=["suspended_at", "suspended_because"])
        record("grant_taken_up", _entry(grant, actor, at))
    return grant.pk


def _locked(grant_id: UUID, actor: Actor) -> Grant:
    rows = Grant.objects.select_for_update(of=("self",)).select_related(
        "purpose", "field__resource__department", "field__authority"
    )
    grant = rows.filter(pk=grant_id).first()
    if grant is None or not _may(actor, grant):
        raise Denied("not_yours_to_stop")
    return grant


def _may(actor: Actor, grant: Grant) -> bool:
    if actor.role == Role.SYSTEM:
        return True
    post = StaffMember.objects.filter(user=actor.user_id, role__in=ANSWER_FOR_REGISTERS).first()
    answers = grant.field.authoritative_department
    return actor.role == Role.STAFF and post is not None and post.department_id == answers.pk


def _entry(grant: Grant, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "grant": str(grant.pk),
        "consumer": grant.consumer,
        "purpose": str(grant.purpose),
        "field": grant.field.code,
        "actor": actor.key,
        "at": at.isoformat(),
    }
