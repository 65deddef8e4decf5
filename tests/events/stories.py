"""Two events for the tests of delivery, and a listener that remembers, or fails as often as it is told to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ParcelSent(Event):
    number: int


@dataclass(frozen=True, kw_only=True)
class ParcelArrived(Event):
    parcel_id: UUID
    at: datetime
    on: date
    word: str
    pieces: int
    fragile: bool
    sender_id: UUID | None
    returned_on: date | None = None


class Listener:
    """Its name is what the relay marks, so that each listener of a test is a handler of its own."""

    def __init__(self, name: str = "listener", *, failures: int = 0) -> None:
        self.__qualname__ = name
        self.failures = failures
        self.heard: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.heard.append(event)
        if len(self.heard) <= self.failures:
            raise ValueError(f"{self.__qualname__} is not well")
