"""What a purpose reads, of whom, in which form and why: the notice a person sees, and the plan of a fetch."""

from dataclasses import dataclass
from functools import cache

from services.departments.models import Department
from services.prepared import Given, Prepared
from services.sharing.models import DataField, Disclosure, Purpose
from services.texts import Text


class UnknownField(Exception):
    """A purpose names a field no resource has. Load the resources first."""


@dataclass(frozen=True)
class Reading:
    field: DataField
    disclosure: Disclosure
    why: Text

    @property
    def department(self) -> Department:
        return self.field.authoritative_department


def readings(purpose: Purpose) -> list[Reading]:
    """In the order of the purpose, in one query. Raises `UnknownField`."""
    codes = [read["field"] for read in purpose.reads]
    found = _fields(len(codes))(**{f"code{place}": code for place, code in enumerate(codes)})
    fields = {field.code: field for field in found}
    if missing := [code for code in codes if code not in fields]:
        raise UnknownField(f"{purpose}: {', '.join(missing)}")
    return [
        Reading(fields[each["field"]], Disclosure(each["disclosure"]), each["why"]) for each in purpose.reads
    ]


@cache
def _fields(number: int) -> Prepared[DataField]:
    """That many of them, by code."""
    codes = [Given(f"code{place}") for place in range(number)]
    fields = DataField.objects.select_related("resource__department", "authority")
    return Prepared(lambda: fields.filter(code__in=codes))
