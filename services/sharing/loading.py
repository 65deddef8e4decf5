"""Bringing resources, fields and purposes into the database from published data. Twice is once.

Plain functions and no actions: whoever loads a catalogue holds the transaction. Rows that are no longer named stay, for
answers point to them. A purpose that is there already is compared and never changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from services.departments.models import Department
from services.sharing.models import DataField, DataResource, Disclosure, Purpose

Place = tuple[str | int, ...]
ANSWERS = {"YES", "NO", "UNKNOWN"}


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where in the data that were given."""

    place: Place
    message: str


class BadSharingData(Exception):
    """Nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, each.place))}: {each.message}" for each in problems))
        self.problems = tuple(problems)


@transaction.atomic
def load_resources(data: Mapping[str, Any]) -> list[str]:
    """`data`: `{resources: […], purposes: […]}`. Returns the codes that are new or changed, none the second time.

    Raises `BadSharingData`: unknown department, kind or level, a purpose that reads what it cannot.
    """
    resources = data.get("resources", [])
    if problems := list(_resource_problems(resources)):
        raise BadSharingData(problems)
    changed = [code for block in resources for code in _load_resource(block)]
    for number, block in enumerate(data.get("purposes", [])):
        changed += _load_purpose(block, ("purposes", number))
    return changed


@transaction.atomic
def load_purpose(block: Mapping[str, Any]) -> Purpose:
    """`block`: code, version, name, basis, reads. Raises `BadSharingData`, also for other content under one version."""
    _load_purpose(block, ())
    return Purpose.objects.get(code=block["code"], version=block["version"])


def _load_resource(block: Mapping[str, Any]) -> Iterator[str]:
    department = Department.objects.get(code=block["department"])
    values = {"name": block["name"], "department": department}
    if "correction_days" in block:
        values["correction_days"] = block["correction_days"]
    resource, changed = _upsert(DataResource, block["code"], values)
    if changed:
        yield resource.code
    for field in block["fields"]:
        values = {name: field[name] for name in ("label", "kind", "level", "max_age_days")}
        values |= {"resource": resource, "values": field.get("values", {})}
        row, changed = _upsert(DataField, f"{resource.code}.{field['code']}", values)
        if changed:
            yield row.code


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
    if field["level"] not in DataField.Level.values:
        yield Problem(
            (*place, "level"), f"{field['level']} is not one of {', '.join(DataField.Level.values)}"
        )


def _load_purpose(block: Mapping[str, Any], place: Place) -> list[str]:
    content = {name: block[name] for name in ("name", "basis", "reads")}
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
        if not all(read.get("why", {}).get(language) for language in ("zh", "en")):
            yield Problem((*where, "why"), "the person is told why, in both languages")


def _unfit(kind: str, disclosure: str) -> str:
    if disclosure not in Disclosure.values:
        return f"{disclosure} is not one of {', '.join(Disclosure.values)}"
    if (kind == "predicate") != (disclosure == Disclosure.PREDICATE):
        return "a predicate is read as PREDICATE, and nothing else is"
    if disclosure == Disclosure.MASKED and kind != "text":
        return "only a text can be masked"
    return ""
