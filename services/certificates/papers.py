"""Papers (文书) as signed PDFs: receipts, notices and decisions, drawn and sealed like certificates, stored once.

Whoever opens one first makes it; the same bytes ever after. What a paper says comes from its caller: nothing here knows
applications.
"""

import hashlib

from django.db import transaction
from django.utils.timezone import now

from services.certificates.models import PaperFile
from services.certificates.printing import Sheet, printed
from services.ledger.entries import record


def paper_pdf(sheet: Sheet) -> bytes:
    """Asks for no permission: the caller has found what the paper is about. Raises what `printing.printed` raises."""
    with transaction.atomic(durable=True):  # fails at once inside somebody's transaction
        if kept := PaperFile.objects.filter(source=sheet.source).first():
            return bytes(kept.pdf)
    return _kept(sheet, printed(sheet))


@transaction.atomic(durable=True)
def _kept(sheet: Sheet, sealed: bytes) -> bytes:
    """Ours, or the file of whoever was first."""
    sha256 = hashlib.sha256(sealed).hexdigest()
    file, is_ours = PaperFile.objects.get_or_create(
        source=sheet.source,
        defaults={"holder_id": sheet.holder_id, "pdf": sealed, "sha256": sha256, "made_at": now()},
    )
    if is_ours:
        record("paper_sealed", {"source": sheet.source, "sha256": sha256})
    return bytes(file.pdf)
