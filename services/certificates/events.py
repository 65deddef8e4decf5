"""What happens to certificates and other documents."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """Record and identifier are there; the PDF is made at first opening. `source` says what it was issued for."""

    certificate_id: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    certificate_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentHeldUp(Event):
    """A document cannot be printed; a person sees to it."""

    unprintable_id: UUID
    person_id: UUID
