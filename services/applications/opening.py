"""What departments told for an application, opened: each value against the entry of the ledger that tells of its reading.

For what the application is made for, that is the entry of the request that brought the value. Whoever looks at it at the desk
opens it against the entry of that look, in which the field is named.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from services.applications.models import Application, Evidence
from services.prepared import Given, Prepared
from services.sealing.receipts import Receipt
from services.sharing.models import LedgerMark
from services.sharing.opening import receipt, receipts

_VALUE: Any = Evidence._meta.get_field("value")


def _entry_of(about: Any) -> Subquery:
    return Subquery(LedgerMark.objects.filter(about=about).values("entry"))


_current = Prepared(
    lambda: (
        Evidence.objects.filter(application=Given("of"), superseded_at=None)
        .annotate(told=_entry_of(OuterRef("request_id")))
        .values_list("pk", "field_code", "value", "request_id", "told")
    )
)


def known_values(application: Application) -> dict[str, Any]:
    """Field code -> current value. Straight from the columns: no model is built for a row."""
    rows = _current(of=application.pk)
    held = _receipts({request: entry for *_, request, entry in rows})
    return {code: _VALUE.open(sealed, key, held[request]) for key, code, sealed, request, _ in rows}


def held_now(application: UUID, *, look: UUID | None = None) -> list[Evidence]:
    """The rows of `told_now`, kept as text."""
    return _looked_at(of=application, look=look) if look else _held(of=application)


def codes_held(application: UUID) -> list[str]:
    """Of which fields something was told and holds, sorted."""
    return _codes(of=application)


_codes = Prepared(
    lambda: (
        Evidence.objects.filter(application=Given("of"), superseded_at=None)
        .order_by("field_code")
        .values_list("field_code", flat=True)
    )
)


def told_now(application: Application, *, look: UUID | None = None) -> QuerySet[Evidence]:
    """Current values, each with the number of the entry they are opened against (`told`), all of it in one query: that of
    the look, where somebody looks, or of the request that brought the value."""
    return _told(application, look or OuterRef("request_id"))


def _told(application: Any, about: Any) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(application=application, superseded_at=None)
    return rows.annotate(told=_entry_of(about))


_held = Prepared(lambda: _told(Given("of"), OuterRef("request_id")))
_looked_at = Prepared(lambda: _told(Given("of"), Given("look")))


def opened(rows: Collection[Evidence], *, look: UUID | None = None) -> dict[str, Any]:
    """Field code -> value, of rows of `told_now`."""
    held = _receipts({look or row.request_id: vars(row).get("told") for row in rows})
    return {
        row.field_code: _VALUE.open(vars(row)["value"], row.pk, held[look or row.request_id]) for row in rows
    }


def ever_told(application: UUID, code: str) -> list[Any]:
    """Every value of one field, those of before as well."""
    rows = Evidence.objects.filter(application=application, field_code=code)
    found = list(rows.values_list("pk", "value", "request_id"))
    held = receipts({request for *_, request in found})
    return [_VALUE.open(sealed, key, held[request]) for key, sealed, request in found]


def _receipts(told: Mapping[UUID, int | None]) -> dict[UUID, Receipt]:
    """Of requests or of a look, by the entries that were read with the values."""
    held = {about: receipt(entry) for about, entry in told.items() if entry is not None}
    new = told.keys() - held.keys()
    return held | receipts(new) if new else held
