"""一数一源: a department says that it is the source of a value, and somebody of neither department decides, once and in words.

Upheld, the field has another authority from this moment: it is asked, and it corrects. Loading the directory again does not
undo that. Other open claims for the same field stay open.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.entries import record
from services.sharing.errors import AlreadyAsked, BasisMissing, NoSuchField, NotOpen, WordsMissing
from services.sharing.models import AuthorityClaim, DataField
from services.sharing.officers import ANSWER_FOR_REGISTERS


@action
def claim_authority(
    *, field_code: str, basis: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """By whoever speaks for the data of a department. Raises `Denied`, `NoSuchField`, `BasisMissing`, `AlreadyAsked`."""
    post = _speaker(actor)
    field = (
        DataField.objects.select_related("resource__department", "authority").filter(code=field_code).first()
    )
    if field is None:
        raise NoSuchField(field_code)
    if field.authoritative_department == post.department:
        raise Denied("yours_already")
    if not basis.strip():
        raise BasisMissing
    if AuthorityClaim.objects.open().filter(field=field, department=post.department).exists():
        raise AlreadyAsked(field_code)
    claim = AuthorityClaim.objects.create(
        field=field, department=post.department, basis=basis.strip(), opened_at=at, opened_by=actor.key
    )
    record("authority_claimed", _entry(claim, actor, at))
    return claim.pk


@action
def arbitrate(
    *,
    claim_id: UUID,
    upheld: bool,
    finding: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """By whoever speaks for the data of a third department. Raises `Denied("party_to_it")`, `NotOpen`, `WordsMissing`."""
    post = _speaker(actor)
    claim = (
        AuthorityClaim.objects.select_for_update(of=("self",))
        .select_related("department", "field__resource__department", "field__authority")
        .get(pk=claim_id)
    )
    if post.department in {claim.department, claim.field.authoritative_department}:
        raise Denied("party_to_it")
    if claim.state != AuthorityClaim.State.OPEN:
        raise NotOpen(str(claim_id))
    if not finding.strip():
        raise WordsMissing
    claim.state = AuthorityClaim.State.UPHELD if upheld else AuthorityClaim.State.DISMISSED
    claim.settled_at, claim.settled_by, claim.finding = at, actor.key, finding.strip()
    claim.save(update_fields=["state", "settled_at", "settled_by", "finding"])
    if upheld:
        DataField.objects.filter(pk=claim.field_id).update(authority=claim.department)
    record("authority_arbitrated", {**_entry(claim, actor, at), "state": claim.state})
    return claim.pk


def _speaker(actor: Actor) -> StaffMember:
    post = StaffMember.objects.select_related("department").filter(user=actor.user_id).first()
    if actor.role != Role.STAFF or post is None or post.role not in ANSWER_FOR_REGISTERS:
        raise Denied("not_competent")
    return post


def _entry(claim: AuthorityClaim, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "claim": str(claim.pk),
        "field": claim.field.code,
        "department": claim.department.code,
        "actor": actor.key,
        "at": at.isoformat(),
    }
