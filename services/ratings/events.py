"""What happens around ratings, for whoever listens (portal/subscriptions.py)."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class RatingGiven(Event):
    rating_id: UUID


@dataclass(frozen=True, kw_only=True)
class RectificationOpened(Event):
    rectification_id: UUID


@dataclass(frozen=True, kw_only=True)
class RectificationAnswered(Event):
    rectification_id: UUID
