"""负面清单: closing a register or a field to everybody, and opening it again. Both name their basis; nothing is deleted.

It counts from the same moment: what is on its way is not handed over. Grants for it stay and give nothing; they are found
as clashes (`queries.clashes`), for somebody to end them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import Department, StaffMember
from services.ledger.entries import record
from services.sharing.errors import AlreadyAsked, BasisMissing, NoSuchField, NotOpen
from services.sharing.models import DataField, NegativeListEntry
from services.sharing.officers import ANSWER_FOR_REGISTERS


@action
def list_negative(
    *,
    field_code: str,
    article: str,
    reason: Mapping[str, str],
    review_on: date,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """Raises `Denied("not_competent")`, `NoSuchField`, `BasisMissing`, `AlreadyAsked` for what is listed already."""
    field = (
        DataField.objects.select_related("resource__department", "authority").filter(code=field_code).first()
    )
    if field is None:
        raise NoSuchField(field_code)
    _competent(actor, field.authoritative_department)
    if not article.strip():
        raise BasisMissing
    if NegativeListEntry.objects.filter(field=field, ended_on=None).exists():
        raise AlreadyAsked(field_code)
    row = NegativeListEntry.objects.create(
        resource=field.resource,
        field=field,
        department=field.authoritative_department,
        article=article.strip(),
        reason=reason,
        entered_on=localdate(at),
        review_on=review_on,
    )
    record("negative_listed", _entry(row, article.strip(), actor, at))
    return row.pk


@action
def end_negative(
    *, entry_id: UUID, article: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Raises `Denied("not_competent")`, `NotOpen`, `BasisMissing`."""
    rows = NegativeListEntry.objects.select_for_update(of=("self",))
    row = rows.select_related("resource", "field", "department").get(pk=entry_id)
    _competent(actor, row.department)
    if row.ended_on is not None:
        raise NotOpen(str(entry_id))
    if not article.strip():
        raise BasisMissing
    row.ended_on = localdate(at)
    row.save(update_fields=["ended_on"])
    record("negative_ended", _entry(row, article.strip(), actor, at))
    return row.pk


def _competent(actor: Actor, answers: Department) -> None:
    post = StaffMember.objects.filter(user=actor.user_id, role__in=ANSWER_FOR_REGISTERS).first()
    if actor.role != Role.STAFF or post is None or post.department_id != answers.pk:
        raise Denied("not_competent")


def _entry(row: NegativeListEntry, article: str, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "entry": str(row.pk),
        "about": row.field.code if row.field else row.resource.code,
        "article": article,
        "actor": actor.key,
        "at": at.isoformat(),
    }
