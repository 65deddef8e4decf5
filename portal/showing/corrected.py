"""Why an application is looked at again: what was corrected of the values it rests on, what it said, what it says, and what
follows; and that its citizen asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from portal.showing.values import show
from services.aftercare.models import Reexamination
from services.aftercare.queries import looks_again
from services.applications.models import Application
from services.sharing.models import DataField
from services.sharing.queries import fields_of


@dataclass(frozen=True)
class Change:
    field: DataField
    before: str
    after: str


@dataclass(frozen=True)
class Corrected:
    row: Reexamination
    changes: Sequence[Change]


def looked_at_again(application: Application) -> dict[str, Any]:
    """For a page: `corrected`, the newest first, and `appeal`, where there is one."""
    rows = looks_again(application)
    return {
        "corrected": [Corrected(each, changes_of(each)) for each in rows if not each.is_appeal],
        "appeal": next((each for each in rows if each.is_appeal), None),
    }


def changes_of(row: Reexamination) -> list[Change]:
    found = row.changes or []
    fields = fields_of([each["field"] for each in found])
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
