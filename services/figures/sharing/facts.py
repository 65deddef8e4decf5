"""What the scores are made of, as plain values: the same whether read from rows or from sealed entries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

ANSWERED = frozenset({"ANSWERED", "DELIVERED", "USED", "DECLINED", "DISPUTED"})


@dataclass(frozen=True)
class Asked:
    """One question to one department and how it ended. `fields`: (code, disclosure, outcome). `occasion`: what it was for."""

    id: str
    department: str
    occasion: str
    fields: Sequence[tuple[str, str, str]]
    answered: bool
    reason: str
    over_delivered: int
    at: datetime


@dataclass(frozen=True)
class Refused:
    """A reading that was not allowed. `fields`: the codes."""

    id: str
    occasion: str
    fields: Sequence[str]
    at: datetime


@dataclass(frozen=True)
class Disputed:
    """`closed_at`: none while it is open. Taken back by the person it counts for nothing."""

    id: str
    department: str
    opened_at: datetime
    due_on: date
    closed_at: datetime | None
    corrected: bool
    about_a_value: bool


@dataclass(frozen=True)
class Decided:
    """`used`: the fields the decision could rest on."""

    occasion: str
    used: Collection[str]
    at: datetime


@dataclass(frozen=True)
class Facts:
    """Of one period, `since` to `until`, both days inclusive."""

    since: date
    until: date
    asked: Sequence[Asked]
    refused: Sequence[Refused]
    disputes: Sequence[Disputed]
    decided: Sequence[Decided]
