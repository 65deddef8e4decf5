"""Bringing resources, fields and purposes into the database from published data. Twice is once.

Plain functions and no actions: whoever loads a catalogue holds the transaction. Rows that are no longer named stay, for
answers point to them. A purpose that is there already is compared and never changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from services.departments.models import Department
from services.sharing.loading_policies import (
    issue_grants,
    load_negative,
    load_policy,
    load_predicate,
    policy_problems,
)
from services.sharing.masks import MASKS
from services.sharing.models import HOUSEHOLD, PORTAL, SUBJECT, DataField, DataResource, Disclosure, Purpose
from services.sharing.problems import BadSharingData, Place, Problem
from services.sharing.quality import RULES

ANSWERS = {"YES", "NO", "UNKNOWN"}


@transaction.atomic
def load_resources(data: Mapping[str, Any]) -> list[str]:
    """`data`: `{resources: […], purposes: […]}`. Returns the codes that are new or changed, none the second time.

    Raises `BadSharingData`: unknown department, kind or level, a purpose that reads what it cannot.
    """
    resources = data.get("resources", [])
    if problems := list(_resource_problems(resources)):
        raise BadSharingData(problems)
    changed = [
        code
        for number, block in enumerate(resources)
        for code in _load_resource(block, ("resources", number))
    ]
    for number, block in enumerate(data.get("purposes", [])):
        changed += _load_purpose(block, PORTAL, ("purposes", number))
    for purpose in Purpose.objects.filter(retired_at=None):
        issue_grants(purpose)
    return changed


@transaction.atomic
def load_purpose(block: Mapping[str, Any], consumer: str = PORTAL) -> Purpose:
    """`block`: code, version, name, basis, reads; `consumer`: who reads, the code of a department. The grants that follow
    from policies come with it. Raises `BadSharingData`, also for other content under one version."""
    _load_purpose(block, consumer, ())
    purpose = Purpose.objects.get(code=block["code"], version=block["version"])
    issue_grants(purpose)
    return purpose


def _load_resource(block: Mapping[str, Any], place: Place) -> Iterator[str]:
    department = Department.objects.get(code=block["department"])
    values = {"name": block["name"], "department": department}
    values |= {name: block[name] for name in ("correction_days", "reply_days") if name in block}
    resource, changed = _upsert(DataResource, block["code"], values)
    if changed:
        yield resource.code
    for number, field in enumerate(block["fields"]):
        yield from _load_field(field, resource, (*place, "fields", number))
    yield from _load_rules(block, resource, None, place)


def _load_field(block: Mapping[str, Any], resource: DataResource, place: Place) -> Iterator[str]:
    values = {name: block[name] for name in ("label", "kind", "level", "max_age_days")}
    values |= {name: block[name] for name in ("mask", "quality", "retention_days") if name in block}
    values |= {"resource": resource, "values": block.get("values", {})}
    row, changed = _upsert(DataField, f"{resource.code}.{block['code']}", values)
    if changed:
        yield row.code
    if "predicate" in block:
        yield from load_predicate(block["predicate"], row, block["label"], (*place, "predicate"))
    yield from _load_rules(block, resource, row, place)


def _load_rules(
    block: Mapping[str, Any], resource: DataResource, field: DataField | None, place: Place
) -> Iterator[str]:
    if "policy" in block:
        yield from load_policy(block["policy"], resource, field, (*place, "policy"))
    if "negative" in block:
        yield from load_negative(block["negative"], resource, field)


def _upsert(model: Any, code: str, values: Mapping[str, Any]) -> tuple[Any, bool]:
    row = model.objects.filter(code=code).first() or model(code=code)
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return row, False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row, True


def _resource_problems(resources: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    departments = set(Department.objects.values_list("code", flat=True))
    for number, block in enumerate(resources):
        place: Place = ("resources", number)
        if block["department"] not in departments:
            yield Problem((*place, "department"), f"there is no department {block['department']}")
        if "policy" in block:
            yield from policy_problems(block["policy"], (*place, "policy"))
        for position, field in enumerate(block["fields"]):
            yield from _field_problems(field, (*place, "fields", position))


def _field_problems(field: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    kind = field["kind"]
    if kind not in DataField.Kind.values:
        yield Problem((*place, "kind"), f"{kind} is not one of {', '.join(DataField.Kind.values)}")
    elif kind in {"enum", "list"} and not field.get("values"):
        yield Problem((*place, "values"), f"a field of kind {kind} names its values")
    elif kind == "predicate" and set(field.get("values", ANSWERS)) != ANSWERS:
        yield Problem((*place, "values"), "a predicate answers YES, NO or UNKNOWN")
    if field.get("mask", "") not in {"", *MASKS}:
        yield Problem((*place, "mask"), f"{field['mask']} is not one of {', '.join(MASKS)}")
    for number, name in enumerate(field.get("quality", [])):
        if name not in RULES:
            yield Problem((*place, "quality", number), f"{name} is not one of {', '.join(RULES)}")
    if "policy" in field:
        yield from policy_problems(field["policy"], (*place, "policy"))
    if field["level"] not in DataField.Level.values:
        yield Problem(
            (*place, "level"), f"{field['level']} is not one of {', '.join(DataField.Level.values)}"
        )


def _load_purpose(block: Mapping[str, Any], consumer: str, place: Place) -> list[str]:
    content = {name: block[name] for name in ("name", "basis", "reads")} | {"consumer": consumer}
    known = Purpose.objects.filter(code=block["code"], version=block["version"]).first()
    if known and any(getattr(known, name) != value for name, value in content.items()):
        says = f"{known} is frozen with other content; write version {known.version + 1}"
        raise BadSharingData([Problem((*place, "version"), says)])
    if problems := list(read_problems(block["reads"], place)):
        raise BadSharingData(problems)
    if known:
        return []
    return [str(Purpose.objects.create(code=block["code"], version=block["version"], **content))]


def read_problems(reads: Sequence[Mapping[str, Any]], place: Place = ()) -> Iterator[Problem]:
    """What a purpose may not say: an unknown field, a field twice, a disclosure its kind does not have, no reason why."""
    kinds = dict(DataField.objects.values_list("code", "kind"))
    seen: set[str] = set()
    for number, read in enumerate(reads):
        where: Place = (*place, "reads", number)
        code, disclosure = read["field"], read["disclosure"]
        if code not in kinds:
            yield Problem((*where, "field"), f"no resource has the field {code}")
        elif message := _unfit(kinds[code], disclosure):
            yield Problem((*where, "disclosure"), message)
        if code in seen:
            yield Problem((*where, "field"), f"{code} is read twice")
        seen.add(code)
        if read.get("consent", SUBJECT) not in {SUBJECT, HOUSEHOLD}:
            yield Problem((*where, "consent"), f"{read['consent']} is not SUBJECT or HOUSEHOLD")
        if not all(read.get("why", {}).get(language) for language in ("zh", "en")):
            yield Problem((*where, "why"), "the person is told why, in both languages")


def _unfit(kind: str, disclosure: str) -> str:
    if disclosure not in Disclosure.values:
        return f"{disclosure} is not one of {', '.join(Disclosure.values)}"
    if disclosure == Disclosure.DOCUMENT:
        return "no register hands over documents yet"
    if (kind == "predicate") != (disclosure == Disclosure.PREDICATE):
        return "a predicate is read as PREDICATE, and nothing else is"
    if disclosure == Disclosure.MASKED and kind != "text":
        return "only a text can be masked"
    return ""
