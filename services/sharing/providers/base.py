"""The port to a department: a question's bytes out, an answer's bytes back. What they say is read in `answers.py`."""

from dataclasses import dataclass, field
from typing import Protocol

from services.sharing.models import Reason


class NoAnswer(Exception):
    """There is nothing to use, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Question:
    """`deadline`: the moment of `time.monotonic()` at which nobody waits any longer."""

    body: bytes = field(repr=False)
    deadline: float


class Provider(Protocol):
    def ask(self, question: Question) -> bytes:
        """Raises `NoAnswer`. Touches no database: it runs in a thread of its own."""
        ...
