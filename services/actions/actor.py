"""Who acts: a frozen value of ids, made by a face from its session, never from the input."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    CITIZEN = "CITIZEN"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True)
class Actor:
    """`person_id` is the confirmed person of a citizen's account; `department_id` the post of a caseworker, and
    `second_factor_at` when they last gave their second factor."""

    role: Role
    user_id: int | None = None
    person_id: UUID | None = None
    department_id: int | None = None
    second_factor_at: datetime | None = None

    @property
    def key(self) -> str:
        """Stable name of the actor in histories, ledger entries and request keys."""
        return self.role if self.user_id is None else f"{self.role}:{self.user_id}"


SYSTEM = Actor(Role.SYSTEM)
