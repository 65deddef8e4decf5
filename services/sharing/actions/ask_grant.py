"""申请共享: a department asks another for a field that no policy gives it by itself; the other answers within its limit.

The limit is that of the policy, else of the register, else of the catalogue (`SHARING_REPLY_DAYS`), in working days
(政务数据共享条例, State Council Decree 809, on limits for requests). A refusal names its basis in law.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.calendars.queries import calendar
from services.departments.models import Department, StaffMember
from services.ledger.entries import record
from services.sharing.errors import AlreadyAsked, AlreadyGranted, BasisMissing, NoSuchField, NotOpen
from services.sharing.models import DataField, Disclosure, Grant, GrantRequest, Purpose
from services.sharing.officers import ANSWER_FOR_REGISTERS
from services.sharing.standing_policies import policies_on

LONGEST_ARTICLE = 300
A_YEAR = timedelta(days=365)  # of a grant that was asked for; then it is asked for again


@action
def ask_grant(
    *, purpose_id: int, field_code: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """For a purpose of one's own department, which names the field and the form already.

    Raises `Denied("not_your_purpose")`, `NoSuchField`, `AlreadyGranted`, `AlreadyAsked`.
    """
    department = _department(actor)
    purpose = Purpose.objects.select_for_update().get(pk=purpose_id)
    if purpose.consumer != department.code:
        raise Denied("not_your_purpose")
    reads = {read["field"]: read["disclosure"] for read in purpose.reads}
    field = (
        DataField.objects.select_related("resource__department", "authority").filter(code=field_code).first()
    )
    if field is None or field_code not in reads:
        raise NoSuchField(field_code)
    if Grant.objects.filter(purpose=purpose, field=field, consumer=purpose.consumer).exists():
        raise AlreadyGranted(field_code)
    if GrantRequest.objects.open().filter(purpose=purpose, field=field).exists():
        raise AlreadyAsked(field_code)
    asked = GrantRequest.objects.create(
        consumer=department,
        department=field.authoritative_department,
        purpose=purpose,
        field=field,
        disclosure=Disclosure(reads[field_code]),
        asked_at=at,
        due_on=_due_on(field, at),
    )
    record("grant_requested", _entry(asked, actor, at))
    return asked.pk


@action
def answer_grant_request(
    *,
    grant_request_id: UUID,
    granted: bool,
    article: str = "",
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """By a supervisor or data officer of the department that answers for the register.

    Raises `Denied("not_yours_to_answer")`, `NotOpen`, `BasisMissing` for a refusal without one.
    """
    department = _department(actor, ANSWER_FOR_REGISTERS)
    asked = (
        GrantRequest.objects.select_for_update(of=("self",))
        .select_related("consumer", "purpose", "field")
        .filter(pk=grant_request_id, department=department)
        .first()
    )
    if asked is None:
        raise Denied("not_yours_to_answer")
    if asked.state != GrantRequest.State.OPEN:
        raise NotOpen(str(grant_request_id))
    if not granted and not article.strip():
        raise BasisMissing
    asked.state = GrantRequest.State.GRANTED if granted else GrantRequest.State.REFUSED
    asked.answered_at, asked.article = at, article.strip()
    asked.save(update_fields=["state", "answered_at", "article"])
    if granted:
        _grant(asked, at)
    record("grant_request_answered", {**_entry(asked, actor, at), "article": asked.article})
    return asked.pk


def _grant(asked: GrantRequest, at: datetime) -> None:
    Grant.objects.create(
        consumer=asked.consumer.code,
        purpose=asked.purpose,
        field=asked.field,
        disclosure=asked.disclosure,
        granted_at=at,
        expires_at=at + A_YEAR,
    )


def _department(actor: Actor, roles: Collection[str] = StaffMember.Role.values) -> Department:
    post = StaffMember.objects.select_related("department").filter(user=actor.user_id).first()
    if actor.role != Role.STAFF or post is None or post.role not in roles:
        raise Denied("not_competent")
    return post.department


def _due_on(field: DataField, at: datetime) -> date:
    today = localdate(at)
    policy = policies_on([field], today).get(field.code)
    days = (policy and policy.reply_days) or field.resource.reply_days or settings.SHARING_REPLY_DAYS
    return calendar().add_working_days(today, days).on


def _entry(asked: GrantRequest, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "request": str(asked.pk),
        "purpose": str(asked.purpose),
        "field": asked.field.code,
        "disclosure": asked.disclosure,
        "state": asked.state,
        "actor": actor.key,
        "at": at.isoformat(),
    }
