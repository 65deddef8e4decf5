"""Writing a policy, and the two approvals it takes: whoever wrote it approves nothing, and nobody approves twice.

By people of the department that answers for the register: policy officers write; they, supervisors and data officers approve.
With the second approval it is frozen and counts from its first day; what it admits is granted at once.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.entries import record
from services.sharing.errors import BasisMissing, NoSuchField, NotOpen
from services.sharing.loading_policies import issue_grants
from services.sharing.models import DataField, DataResource, Purpose, SharingPolicy
from services.sharing.officers import ANSWER_FOR_REGISTERS

WRITES = {StaffMember.Role.POLICY}
APPROVES = {StaffMember.Role.POLICY, *ANSWER_FOR_REGISTERS}
SAID = ("kind", "article", "consumers", "purposes", "conditions", "reply_days")


@action
def write_policy(
    *,
    about: str,
    content: Mapping[str, Any],
    valid_from: date,
    review_on: date,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> None:
    """`about`: the code of a register or of a field; `content`: what of `SAID` it says. The next version, as a draft.

    Raises `Denied`, `NoSuchField`, `BasisMissing` for what is forbidden without one.
    """
    resource, field = _target(about)
    _competent(actor, resource, field, WRITES)
    if content["kind"] == SharingPolicy.Kind.FORBIDDEN and not content.get("article", "").strip():
        raise BasisMissing
    DataResource.objects.select_for_update().get(pk=resource.pk)  # two drafts at once: two numbers
    last = SharingPolicy.objects.filter(resource=resource, field=field).aggregate(last=Max("version"))["last"]
    row = SharingPolicy.objects.create(
        resource=resource,
        field=field,
        version=(last or 0) + 1,
        valid_from=valid_from,
        valid_until=valid_until,
        review_on=review_on,
        author=actor.key,
        **{name: content[name] for name in SAID if name in content},
    )
    record("policy_written", _entry(row, actor, at))


@action
def approve_policy(*, policy_id: int, actor: Actor, at: datetime, request_key: UUID | None = None) -> None:
    """The first approval, or the second. Raises `Denied("wrote_it")`, `Denied("approved_it")`, `NotOpen`."""
    row = (
        SharingPolicy.objects.select_for_update(of=("self",))
        .select_related("resource__department", "field__resource__department", "field__authority")
        .get(pk=policy_id)
    )
    _competent(actor, row.resource, row.field, APPROVES)
    if row.state != SharingPolicy.State.DRAFT:
        raise NotOpen(str(row))
    if actor.key == row.author:
        raise Denied("wrote_it")
    if actor.key == row.first_approver:
        raise Denied("approved_it")
    if not row.first_approver:
        row.first_approver = actor.key
        row.save(update_fields=["first_approver"])
    else:
        row.second_approver, row.state = actor.key, SharingPolicy.State.APPROVED
        row.save(update_fields=["second_approver", "state"])
        for purpose in Purpose.objects.filter(retired_at=None):
            issue_grants(purpose)
    record("policy_approved", _entry(row, actor, at))


def _target(about: str) -> tuple[DataResource, DataField | None]:
    field = DataField.objects.select_related("resource__department", "authority").filter(code=about).first()
    if field:
        return field.resource, field
    resource = DataResource.objects.select_related("department").filter(code=about).first()
    if resource is None:
        raise NoSuchField(about)
    return resource, None


def _competent(
    actor: Actor, resource: DataResource, field: DataField | None, roles: set[StaffMember.Role]
) -> None:
    post = StaffMember.objects.filter(user=actor.user_id, role__in=roles).first()
    answers = field.authoritative_department if field else resource.department
    if actor.role != Role.STAFF or post is None or post.department_id != answers.pk:
        raise Denied("not_competent")


def _entry(row: SharingPolicy, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "policy": str(row),
        "kind": row.kind,
        "state": row.state,
        "article": row.article,
        "actor": actor.key,
        "at": at.isoformat(),
    }
