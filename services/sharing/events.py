"""What happened to disputes and to consents, and that data were read."""

from dataclasses import dataclass
from uuid import UUID

from services.events.event import Event


@dataclass(frozen=True, kw_only=True)
class DataFirstRead(Event):
    """`consumer`: for whom, the code of a department or the portal. By law: nobody had asked the person."""

    person_id: UUID
    consumer: str


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(Event):
    dispute_id: UUID
    person_id: UUID
    field: str
    source: str


@dataclass(frozen=True, kw_only=True)
class AccessQuestioned(Event):
    """A person says of a look at their data that it was not for them. `access_id`: its row in the log."""

    dispute_id: UUID
    person_id: UUID
    access_id: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class DisputeTakenBack(Event):
    """`field`: empty where it was about an access."""

    dispute_id: UUID
    person_id: UUID
    field: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    consent_id: UUID
    person_id: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """`person_id` took it back; `source` is whose application it was for."""

    consent_id: UUID
    person_id: UUID
    source: str


@dataclass(frozen=True, kw_only=True)
class WithdrawalConcerns(Event):
    """A department that was asked by a consent which is no more. One event each, so that each is told on its own."""

    consent_id: UUID
    department_id: int


@dataclass(frozen=True, kw_only=True)
class DisputeSettled(Event):
    """`outcome`: a `Dispute.Outcome`."""

    dispute_id: UUID
    person_id: UUID
    outcome: str
