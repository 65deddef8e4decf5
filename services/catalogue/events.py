from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ItemPublished(Event):
    item_version_id: UUID
