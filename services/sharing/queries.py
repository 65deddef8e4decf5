"""Reading purposes and disputes. What a person may see of their requests: `DataRequest.objects.visible_to(actor)`."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from services.actions.actor import Actor
from services.departments.models import Department
from services.prepared import Among, Given, Prepared
from services.sharing.models import (
    DataField,
    DataRequest,
    Dispute,
    Grant,
    Look,
    Predicate,
    Purpose,
    SharingPolicy,
    Withholding,
)
from services.sharing.standing_policies import negatives_on, policies_on


def newest_purpose(code: str) -> Purpose:
    """The highest version. Raises `Purpose.DoesNotExist`."""
    found = Purpose.objects.filter(code=code).order_by("-version").first()
    if found is None:
        raise Purpose.DoesNotExist(code)
    return found


def purposes_of(department_id: int) -> QuerySet[Purpose]:
    """What that department itself reads for."""
    return Purpose.objects.filter(consumer__in=Department.objects.filter(pk=department_id).values("code"))


def withholdings_of(actor: Actor) -> QuerySet[Withholding]:
    """Of occasions on which the officer's department was asked, or looked."""
    theirs = {
        "person": OuterRef("person"),
        "source": OuterRef("source"),
        "department": actor.department_id or 0,
    }
    took_part = Exists(DataRequest.objects.filter(**theirs)) | Exists(Look.objects.filter(**theirs))
    return Withholding.objects.filter(took_part)


def open_disputes(person_id: UUID) -> dict[str, Dispute]:
    """By the code of the value that is said to be wrong."""
    return {dispute.field.code: dispute for dispute in _disputes(person=person_id) if dispute.field}


_disputes = Prepared(
    lambda: Dispute.objects.open().filter(person=Given("person")).select_related("field", "department")
)


def fields_of(codes: Collection[str]) -> dict[str, DataField]:
    """By code, each with its register and the department that keeps it."""
    return {each.code: each for each in _fields(codes=list(codes))} if codes else {}


_fields = Prepared(
    lambda: DataField.objects.filter(Among("code", Given("codes"))).select_related("resource__department")
)


def departments_asked_about(person: UUID) -> list[int]:
    """The ids of those that were asked something about them."""
    return _asked_about(person=person)


_asked_about = Prepared(
    lambda: (
        DataRequest.objects.filter(person=Given("person"))
        .order_by()
        .values_list("department_id", flat=True)
        .distinct()
    )
)


def resting_on(code: str) -> frozenset[str]:
    """The field itself, and every yes or no that its register finds out by looking at it."""
    found = Predicate.objects.select_related("field")
    return frozenset({code} | {each.field.code for each in found if code in each.inputs})


def forbidden_fields(on: date) -> frozenset[str]:
    """Codes nobody may read on that day, and so nothing may decide by: on the negative list, or under a forbidden policy."""
    fields = list(DataField.objects.all())
    listed, policies = negatives_on(fields, on), policies_on(fields, on)
    closed = {code for code, policy in policies.items() if policy.kind == SharingPolicy.Kind.FORBIDDEN}
    return frozenset(closed | {code for code, lines in listed.items() if lines})


def clashes(on: date) -> list[Grant]:
    """Grants for what the negative list or a forbidden policy closes. They give nothing; somebody has to end them."""
    closed = forbidden_fields(on)
    rows = Grant.objects.filter(field__code__in=closed, suspended_at=None)
    return list(rows.select_related("field", "purpose").order_by("field__code", "consumer"))
