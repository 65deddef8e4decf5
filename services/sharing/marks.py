"""From a row of a person's log to the ledger's entry that tells of it, and to whether it is sealed yet."""

from collections.abc import Collection, Mapping
from uuid import UUID

from services.ledger.models import Entry
from services.sharing.models import LedgerMark


def mark(told: Mapping[UUID, Entry]) -> None:
    """In the transaction that writes both. A row told of twice is held to its last entry, which says how it ended."""
    if told:
        LedgerMark.objects.bulk_create(
            [LedgerMark(about=row, entry=entry) for row, entry in told.items()],
            update_conflicts=True,
            unique_fields=["about"],
            update_fields=["entry"],
        )


def entries_of(rows: Collection[UUID]) -> dict[UUID, Entry]:
    """Without their bodies. A row without one is older than marks."""
    found = LedgerMark.objects.filter(about__in=rows).select_related("entry").defer("entry__body")
    return {each.about: each.entry for each in found}
