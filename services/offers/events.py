"""What happens around offers, for whoever listens (portal/subscriptions.py)."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event):
    offer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Event):
    """Nothing is sent yet: that happens on the day the right begins."""

    offer_id: UUID


@dataclass(frozen=True, kw_only=True)
class TextRead(Event):
    """A text message has been read, and whoever sent it shall hear what it did."""

    text_id: UUID
