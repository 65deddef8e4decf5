"""The port to a department: a question out, the bytes of an answer back. What they say is read in `answers.py`.

Whatever a department speaks, its adapter hands over the same JSON (`{id, request_hash, subject_hash, as_of, values,
predicates}`), so there is one place where an answer is let in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.sharing.models import Reason


class NoAnswer(Exception):
    """There is nothing to use, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Asker:
    """`user`: `officer:<number>`, `citizen` or `system`. `represented`: the code of the department an officer or a program
    asks for, `subject` where somebody acts for the person, and empty where the person asks for themself."""

    user: str
    represented: str = ""


@dataclass(frozen=True)
class Letterhead:
    """What a question says of itself beside its body. `service`: the department asked; `issue`: for what, as
    `application:<id>`; `policies`: the versions it was allowed under; `consent`: the receipt of one. `asks`: who, and
    for whom."""

    id: UUID
    service: str
    issue: str
    purpose: str
    subject_hash: str
    policies: Sequence[str] = ()
    consent: str = ""
    asks: Asker = Asker("system")


@dataclass(frozen=True)
class Question:
    """`deadline`: the moment of `time.monotonic()` at which nobody waits any longer; `at`: that of the occasion."""

    letterhead: Letterhead
    body: bytes = field(repr=False)
    deadline: float
    at: datetime


@dataclass(frozen=True)
class Told:
    """`key`: the id of the department's key that signed it; empty where there was nothing to sign, as in a file."""

    body: bytes = field(repr=False)
    key: str = ""


class Provider(Protocol):
    def ask(self, question: Question) -> Told:
        """Raises `NoAnswer`. Touches no database: it runs in a thread of its own."""
        ...

    def tell(self, message: Question) -> Told:
        """That a consent is no more; the department acknowledges it. Raises `NoAnswer`."""
        ...
