"""From HTML and record to a signed PDF, for certificates and papers alike; what cannot be printed goes to a person."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.certificates import pdf
from services.certificates.actions.note_unprintable import note_unprintable
from services.certificates.errors import MissingGlyphs


@dataclass(frozen=True)
class Sheet:
    """`source`: of what it is, once and for all; `number`: what readers of the signature see; `record`: JSON for machines."""

    source: str
    holder_id: UUID
    department_id: int
    number: str
    html: str
    record: str


def printed(sheet: Sheet) -> bytes:
    """Drawn, its record attached, signed. Outside transactions.

    Raises `FontNotReady`, `PangoMissing`, and `MissingGlyphs` when the department and the holder have been told.
    """
    try:
        unsigned = pdf.render(sheet.html, sheet.record)
    except MissingGlyphs as missing:
        note_unprintable(
            source=sheet.source,
            holder_id=sheet.holder_id,
            department_id=sheet.department_id,
            characters=missing.characters,
            actor=SYSTEM,
            at=now(),
        )
        raise
    from services.certificates import signing  # a fifth of a second, which most processes never need

    return signing.seal().sign(unsigned, reason=sheet.number)
