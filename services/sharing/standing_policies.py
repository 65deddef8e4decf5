"""Which policy counts for a field on a day: the field's own before the register's, the newest version of those."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.prepared import Among, Given, Prepared
from services.sharing.models import DataField, NegativeListEntry, SharingPolicy

OF_THESE = Among("resource", Given("resources"))
_policies = Prepared(
    lambda: (
        SharingPolicy.objects.on(Given("on"))
        .filter(OF_THESE)
        .select_related("resource", "field")
        .order_by("version")
    )
)
_negatives = Prepared(lambda: NegativeListEntry.objects.on(Given("on")).filter(OF_THESE))


def policies_on(fields: Sequence[DataField], on: date) -> Mapping[str, SharingPolicy]:
    """By code; a field without one is not there, and may not be read."""
    of_field: dict[int, SharingPolicy] = {}
    of_resource: dict[int, SharingPolicy] = {}
    for row in _policies(on=on, resources=_resources(fields)) if fields else ():
        if row.field_id:
            of_field[row.field_id] = row
        else:
            of_resource[row.resource_id] = row
    found = {field.code: of_field.get(field.pk) or of_resource.get(field.resource_id) for field in fields}
    return {code: policy for code, policy in found.items() if policy}


def negatives_on(fields: Sequence[DataField], on: date) -> Mapping[str, tuple[str, ...]]:
    """The lines of the negative list that name a field or its register, by the code of the field."""
    lines = _negatives(on=on, resources=_resources(fields)) if fields else []
    return {
        field.code: tuple(
            str(line.pk)
            for line in lines
            if line.resource_id == field.resource_id and line.field_id in (None, field.pk)
        )
        for field in fields
    }


def _resources(fields: Sequence[DataField]) -> list[int]:
    return list({each.resource_id for each in fields})
