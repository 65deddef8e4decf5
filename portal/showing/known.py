"""What is known of a person for one application: current values, grouped by the register they come from."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from portal.showing.values import show
from services.applications.models import Application, Evidence
from services.departments.models import Department
from services.sharing.models import DataField, DataResource, Dispute


@dataclass(frozen=True)
class Known:
    """One value as the page shows it. `changed`: since the page was last shown; `dispute`: the citizen says it is wrong."""

    field: DataField
    evidence: Evidence
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


def known_groups(application: Application, changed: frozenset[str] = frozenset()) -> list[Group]:
    """Current values in the order of the purpose, grouped by register."""
    current = {e.field_code: e for e in Evidence.objects.filter(application=application, superseded_at=None)}
    fields = {
        f.code: f for f in DataField.objects.filter(code__in=current).select_related("resource__department")
    }
    disputes = {d.field_id: d for d in Dispute.objects.open().filter(person_id=application.person_id)}
    groups: dict[int, Group] = {}
    for read in application.item_version.purpose.reads:
        if (evidence := current.get(read["field"])) is None:
            continue
        field = fields[read["field"]]
        group = groups.setdefault(
            field.resource_id, Group(field.resource.department, field.resource, evidence.as_of, [])
        )
        text = show(field, evidence.value, today=localdate())
        group.values.append(Known(field, evidence, text, field.code in changed, disputes.get(field.pk)))
    return list(groups.values())
