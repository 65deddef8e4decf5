"""Bringing policies, the negative list and registered questions into the database, and the grants that follow from them.

What has been approved is frozen, so other content under one version is a fault. A grant follows where the policy admits the
purpose without anybody being asked; it begins and ends with the policy. Where none follows, the consumer asks (`ask_grant`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from services.sharing.models import (
    PACKAGE,
    DataField,
    DataResource,
    Grant,
    NegativeListEntry,
    Predicate,
    Purpose,
    SharingPolicy,
)
from services.sharing.problems import BadSharingData, Place, Problem

LONGEST = timedelta(days=5 * 365)  # of a grant whose policy names no end
TWO = 2  # people who approve, beside whoever wrote it
DAYS = ("valid_from", "valid_until", "review_on")
SAID = ("kind", "article", "consumers", "purposes", "conditions", "reply_days", *DAYS)


def load_policy(
    block: Mapping[str, Any], resource: DataResource, field: DataField | None, place: Place
) -> list[str]:
    """Of the register, or of one field of it. Returns its name if it is new. Raises `BadSharingData`."""
    content = _content(block)
    known = SharingPolicy.objects.filter(resource=resource, field=field, version=block["version"]).first()
    if known and any(getattr(known, name) != value for name, value in content.items()):
        says = f"{known} is approved with other content; write version {known.version + 1}"
        raise BadSharingData([Problem((*place, "version"), says)])
    if known:
        return []
    first, second = block["approved_by"]
    row = SharingPolicy.objects.create(
        resource=resource,
        field=field,
        version=block["version"],
        author=PACKAGE,
        first_approver=first,
        second_approver=second,
        state=SharingPolicy.State.APPROVED,
        **content,
    )
    return [f"policy {row}"]


def _content(block: Mapping[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {"article": "", "consumers": [], "purposes": [], "conditions": {}}
    content = {name: block.get(name, empty.get(name)) for name in SAID}
    days = {name: date.fromisoformat(content[name]) if content[name] else None for name in DAYS}
    return content | days


def policy_problems(block: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    if block["kind"] == SharingPolicy.Kind.FORBIDDEN and not block.get("article"):
        yield Problem((*place, "article"), "what is forbidden names the law and its article")
    if block["kind"] == SharingPolicy.Kind.CONDITIONAL and not block.get("purposes"):
        yield Problem((*place, "purposes"), "a conditional policy names the purposes it admits")
    if (
        len(block["approved_by"]) != len({*block["approved_by"]} - {PACKAGE})
        or len(block["approved_by"]) != TWO
    ):
        yield Problem((*place, "approved_by"), "two different people approve a policy")
    if block["review_on"] <= block["valid_from"]:
        yield Problem((*place, "review_on"), "is looked at again after it begins")


def load_negative(block: Mapping[str, Any], resource: DataResource, field: DataField | None) -> list[str]:
    said = {
        "department": resource.department,
        "article": block["article"],
        "reason": block["reason"],
        "entered_on": date.fromisoformat(block["entered_on"]),
        "review_on": date.fromisoformat(block["review_on"]),
    }
    row, new = NegativeListEntry.objects.update_or_create(
        resource=resource, field=field, ended_on=None, defaults=said
    )
    return [f"negative {row}"] if new else []


def load_predicate(block: Mapping[str, Any], field: DataField, asks: object, place: Place) -> list[str]:
    """A registered question is not rewritten: with another threshold it is another question."""
    content = {"inputs": block["inputs"], "thresholds": block.get("thresholds", {}), "asks": asks}
    known = Predicate.objects.filter(code=block["code"], version=block["version"]).first()
    if known and (known.field_id != field.pk or any(getattr(known, key) != content[key] for key in content)):
        says = f"{known} is registered with other content; write version {known.version + 1}"
        raise BadSharingData([Problem((*place, "version"), says)])
    if known:
        return []
    return [
        str(Predicate.objects.create(field=field, code=block["code"], version=block["version"], **content))
    ]


def issue_grants(purpose: Purpose) -> int:
    """Those that follow from policies and are not there yet; returns how many."""
    codes = {read["field"]: read["disclosure"] for read in purpose.reads}
    fields = list(DataField.objects.filter(code__in=codes))
    there = set(
        Grant.objects.filter(purpose=purpose, consumer=purpose.consumer).values_list("field", flat=True)
    )
    policies = newest_policies(fields)
    fresh = [
        _grant(purpose, field, codes[field.code], policies[field.code])
        for field in fields
        if field.pk not in there and field.code in policies and admits(policies[field.code], purpose)
    ]
    return len(Grant.objects.bulk_create(fresh, ignore_conflicts=True))


def newest_policies(fields: list[DataField]) -> dict[str, SharingPolicy]:
    """Whatever the day: the field's own before the register's."""
    rows = SharingPolicy.objects.approved().filter(resource__in={each.resource_id for each in fields})
    ordered = list(rows.order_by("version"))
    of_field = {row.field_id: row for row in ordered if row.field_id}
    of_resource = {row.resource_id: row for row in ordered if not row.field_id}
    found = {each.code: of_field.get(each.pk) or of_resource.get(each.resource_id) for each in fields}
    return {code: row for code, row in found.items() if row}


def admits(policy: SharingPolicy, purpose: Purpose) -> bool:
    """Whether a grant follows without anybody being asked."""
    if policy.consumers and purpose.consumer not in policy.consumers:
        return False
    if policy.kind == SharingPolicy.Kind.CONDITIONAL:
        return purpose.code in policy.purposes
    return policy.kind == SharingPolicy.Kind.UNCONDITIONAL


def _grant(purpose: Purpose, field: DataField, disclosure: str, policy: SharingPolicy) -> Grant:
    begins = datetime.combine(policy.valid_from, time(), UTC)
    ends = datetime.combine(policy.valid_until, time.max, UTC) if policy.valid_until else begins + LONGEST
    return Grant(
        consumer=purpose.consumer,
        purpose=purpose,
        field=field,
        disclosure=disclosure,
        granted_at=begins,
        expires_at=ends,
    )
