"""依法暂不告知: a law keeps the lines of one occasion from the person until a day (个人信息保护法, article 18).

Asked for by one officer, approved by two others, and over on its day. The person is shown how many lines are kept, until when
and under which article; the lines themselves are written as ever, and shown afterwards.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.entries import record
from services.sharing.errors import AlreadyAsked, BasisMissing, NoSuchDay, NotOpen
from services.sharing.models import DataRequest, Look, Withholding
from services.sharing.officers import ANSWER_FOR_REGISTERS

LONGEST = timedelta(days=366)  # then somebody asks anew


@action
def withhold(
    *,
    person_id: UUID,
    source: str,
    article: str,
    until_on: date,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """Nothing is kept yet. Raises `Denied("not_competent")`, `BasisMissing`, `NoSuchDay`, `AlreadyAsked`."""
    _competent(actor, person_id, source)
    if not article.strip():
        raise BasisMissing
    if not localdate(at) < until_on <= localdate(at) + LONGEST:
        raise NoSuchDay(until_on.isoformat())
    if Withholding.objects.filter(person=person_id, source=source).exists():
        raise AlreadyAsked(source)
    row = Withholding.objects.create(
        person_id=person_id,
        source=source,
        article=article.strip(),
        until_on=until_on,
        asked_by=actor.key,
        asked_at=at,
    )
    record("withholding_asked", _entry(row, actor, at))
    return row.pk


@action
def approve_withholding(
    *, withholding_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """The first approval, or the second, with which it counts.

    Raises `Denied("not_competent")`, `Denied("asked_for_it")`, `Denied("approved_it")`, `NotOpen`.
    """
    row = Withholding.objects.select_for_update().filter(pk=withholding_id).first()
    if row is None:
        raise Denied("not_competent")
    _competent(actor, row.person_id, row.source)
    if row.approved_at is not None or row.until_on <= localdate(at):
        raise NotOpen(str(withholding_id))
    if actor.key == row.asked_by:
        raise Denied("asked_for_it")
    if actor.key == row.first_approver:
        raise Denied("approved_it")
    if not row.first_approver:
        row.first_approver = actor.key
    else:
        row.second_approver, row.approved_at = actor.key, at
    row.save(update_fields=["first_approver", "second_approver", "approved_at"])
    record("withholding_approved", _entry(row, actor, at))
    return row.pk


def _competent(actor: Actor, person_id: UUID, source: str) -> None:
    """Whoever speaks for the data of a department that was asked, or that looked, on this occasion."""
    post = StaffMember.objects.filter(user=actor.user_id, role__in=ANSWER_FOR_REGISTERS).first()
    if actor.role != Role.STAFF or post is None:
        raise Denied("not_competent")
    theirs = Q(person=person_id, source=source, department=post.department_id)
    if not (DataRequest.objects.filter(theirs).exists() or Look.objects.filter(theirs).exists()):
        raise Denied("not_competent")


def _entry(row: Withholding, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "withholding": str(row.pk),
        "source": row.source,
        "article": row.article,
        "until_on": row.until_on.isoformat(),
        "actor": actor.key,
        "at": at.isoformat(),
    }
