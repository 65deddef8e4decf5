"""What was corrected of the values an application rests on: what it said, what it says, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from portal.showing.values import show
from services.aftercare.models import Reexamination
from services.aftercare.queries import corrected_since
from services.applications.models import Application
from services.sharing.models import DataField


@dataclass(frozen=True)
class Change:
    field: DataField
    before: str
    after: str


@dataclass(frozen=True)
class Corrected:
    row: Reexamination
    changes: Sequence[Change]


def corrected(application: Application) -> list[Corrected]:
    """The newest first."""
    return [Corrected(each, changes_of(each)) for each in corrected_since(application)]


def changes_of(row: Reexamination) -> list[Change]:
    found = row.changes or []
    fields = DataField.objects.in_bulk([each["field"] for each in found], field_name="code")
    return [
        Change(
            fields[each["field"]],
            _said(fields[each["field"]], each["before"]),
            _said(fields[each["field"]], each["after"]),
        )
        for each in found
        if each["field"] in fields
    ]


def _said(field: DataField, value: object) -> str:
    return "" if value in (None, "") else show(field, value, today=localdate())
