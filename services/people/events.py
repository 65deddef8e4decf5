"""What has happened to people and their accounts."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class PersonLinked(Event):
    """The account now acts for this confirmed person."""

    person_id: UUID
    user_id: int
