"""The receipt of a reading (services/sealing/receipts.py): the entry of the ledger that tells of a request or of a look.

What has no entry yet gets one before anything is opened: a paper of the person's own, or a value older than the marks.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from services.ledger.entries import record
from services.sealing.receipts import Receipt
from services.sharing.marks import mark
from services.sharing.models import LedgerMark


def receipt(entry: int) -> Receipt:
    """`entry`: as it was just read from a `LedgerMark`."""
    return Receipt(entry)


def receipts(about: Collection[UUID]) -> dict[UUID, Receipt]:
    """Of requests or looks, each with the entry that tells of it."""
    found: dict[UUID, int] = dict(LedgerMark.objects.filter(about__in=about).values_list("about", "entry"))
    if missing := {*about} - found.keys():
        found |= _entered(missing)
    return {each: Receipt(entry) for each, entry in found.items()}


@transaction.atomic
def _entered(about: Collection[UUID]) -> dict[UUID, int]:
    told = {each: record("value_opened", {"about": str(each)}) for each in sorted(about)}
    mark(told)
    return {each: entry.pk for each, entry in told.items()}
