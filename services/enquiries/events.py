from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class EnquiryOpened(Event):
    enquiry_id: UUID


@dataclass(frozen=True, kw_only=True)
class EnquiryAnswered(Event):
    enquiry_id: UUID
    line_id: UUID
