"""What is known of a person for one application: current values, grouped by the register they come from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from portal.showing.values import show
from services.applications.models import Application, Evidence
from services.applications.opening import held_now, opened
from services.departments.models import Department
from services.sharing.models import DataField, DataResource, Dispute
from services.sharing.queries import fields_of, open_disputes


@dataclass(frozen=True)
class Known:
    """One value as the page shows it. `changed`: since the page was last shown; `dispute`: the citizen says it is wrong."""

    field: DataField
    evidence: Evidence
    value: Any
    text: str
    changed: bool
    dispute: Dispute | None


@dataclass(frozen=True)
class Group:
    """Values of one register: one stamp for all of them."""

    department: Department
    resource: DataResource
    as_of: datetime
    values: list[Known]


def known_groups(
    application: Application, changed: frozenset[str] = frozenset(), *, look: UUID | None = None
) -> list[Group]:
    """Current values in the order of the purpose, grouped by register. `look`: on whose record somebody sees them."""
    reads = [read["field"] for read in application.item_version.purpose.reads]
    held = {each.field_code: each for each in held_now(application.pk, look=look)}
    current = {code: held[code] for code in reads if code in held}
    fields, disputes = fields_of(current), open_disputes(application.person_id)
    values = opened(current.values(), look=look)
    groups: dict[int, Group] = {}
    for code, evidence in current.items():
        field, value = fields[code], values[code]
        group = groups.setdefault(
            field.resource_id, Group(field.resource.department, field.resource, evidence.as_of, [])
        )
        text, is_changed = show(field, value, today=localdate()), code in changed
        group.values.append(Known(field, evidence, value, text, is_changed, disputes.get(code)))
    return list(groups.values())
