"""What happens to approvals afterwards, for whoever listens (portal/subscriptions.py)."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class StopProposed(Event):
    stop_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpotCheckOpened(Event):
    check_id: UUID


@dataclass(frozen=True, kw_only=True)
class SpotCheckClosed(Event):
    check_id: UUID


@dataclass(frozen=True, kw_only=True)
class EntitlementEnded(Event):
    """By a person. The certificate ends with it, and people are told."""

    application_id: UUID
    ending_id: UUID


@dataclass(frozen=True, kw_only=True)
class Reexamined(Event):
    """A corrected value reached an application. `outcome`: a `Reexamination.State`, once for each it comes to."""

    reexamination_id: UUID
    application_id: UUID
    outcome: str
