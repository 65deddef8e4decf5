"""What is found against a source, written in the transaction that ends its request.

A department whose answer bore no good signature is suspect until somebody there has settled it: what it says later is
checked as strictly as before and used if it holds, but whoever reads its values is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from services.ledger.entries import record
from services.sharing.answers import UNFIT
from services.sharing.models import DataRequest, Finding, SourceFinding

SUSPECT = (Finding.BAD_SIGNATURE, Finding.WRONG_REQUEST)


def note(rows: Iterable[DataRequest]) -> None:
    """What the outcomes on the rows say against their sources."""
    for row in rows:
        for kind, codes in _against(row):
            _note(row, kind, codes)


def _note(row: DataRequest, kind: Finding, codes: Sequence[str]) -> None:
    SourceFinding.objects.create(
        request=row,
        department=row.department,
        kind=kind,
        codes=codes,
        found_at=row.ended_at or row.started_at,
    )
    body = {"request": str(row.pk), "department": row.department.code, "kind": kind.value, "codes": codes}
    record("source_found_wanting", body)


def _against(row: DataRequest) -> Iterator[tuple[Finding, Sequence[str]]]:
    if row.reason in Finding.values:
        yield Finding(row.reason), []
    if row.over_delivered:
        yield Finding.OVER_DELIVERED, row.over_delivered
    if unfit := [each["field"] for each in row.fields if each["outcome"] == UNFIT]:
        yield Finding.UNFIT, unfit


def suspects(*, since: datetime | None = None) -> set[str]:
    """The codes of departments whose answers did not prove to be theirs, and nobody has said why yet."""
    found = SourceFinding.objects.filter(settled_at=None, kind__in=SUSPECT)
    if since:
        found = found.filter(found_at__gte=since)
    return set(found.values_list("department__code", flat=True))
