"""What happened to disputes."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(Event):
    dispute_id: UUID
    person_id: UUID
    field: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DisputeTakenBack(Event):
    dispute_id: UUID
    person_id: UUID
    field: str
    source: str
