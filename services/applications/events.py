"""What happens to applications, for whoever listens (portal/subscriptions.py)."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class DraftMoved(Event):
    """Its item has a new version, and it goes on under that."""

    application_id: UUID
    item_version_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationAwaitsData(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationReceived(Event):
    """The rules left it to a person."""

    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class CorrectionRequested(Event):
    application_id: UUID
    correction_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationCorrected(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationDeclined(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationSuspended(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationRescinded(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationClosed(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationAccepted(Event):
    application_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(Event):
    """`outcome`: APPROVED or REFUSED."""

    application_id: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AutomaticApprovalSwitched(Event):
    """From now on what rules would approve goes to a person; or again not."""

    turn_id: UUID
