"""What happens to applications, for whoever listens (portal/subscriptions.py)."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationAwaitsData(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationAccepted(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(Event):
    """`outcome`: APPROVED or REFUSED."""

    application_id: UUID
    outcome: str
