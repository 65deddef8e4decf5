"""What happens to contacts, for whoever listens (portal/subscriptions.py)."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class NumberGiven(Event):
    """Somebody says that a mobile number is theirs; a code goes to it."""

    code_id: UUID
