from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class RuleVersionPublished(Event):
    """From `effective_from` on, applications to items with this rule set are decided by this version."""

    version_id: UUID
    rule_set: str
    number: int
    effective_from: date
