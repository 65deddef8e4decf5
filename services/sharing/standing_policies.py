"""Which policy counts for a field on a day: the field's own before the register's, the newest version of those."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.sharing.models import DataField, NegativeListEntry, SharingPolicy


def policies_on(fields: Sequence[DataField], on: date) -> Mapping[str, SharingPolicy]:
    """By code; a field without one is not there, and may not be read."""
    resources = {field.resource_id for field in fields}
    rows = SharingPolicy.objects.on(on).filter(resource__in=resources).select_related("resource", "field")
    of_field: dict[int, SharingPolicy] = {}
    of_resource: dict[int, SharingPolicy] = {}
    for row in rows.order_by("version"):
        if row.field_id:
            of_field[row.field_id] = row
        else:
            of_resource[row.resource_id] = row
    found = {field.code: of_field.get(field.pk) or of_resource.get(field.resource_id) for field in fields}
    return {code: policy for code, policy in found.items() if policy}


def negatives_on(fields: Sequence[DataField], on: date) -> Mapping[str, tuple[str, ...]]:
    """The lines of the negative list that name a field or its register, by the code of the field."""
    lines = list(NegativeListEntry.objects.on(on).filter(resource__in={each.resource_id for each in fields}))
    return {
        field.code: tuple(
            str(line.pk)
            for line in lines
            if line.resource_id == field.resource_id and line.field_id in (None, field.pk)
        )
        for field in fields
    }
