"""The port to the world outside: an address and words, nothing else."""

from typing import Protocol


class NotSent(Exception):
    """It did not leave. `lasting`: trying again will not help, as with an address that does not exist."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.lasting = reason, lasting


class Provider(Protocol):
    def send(self, to: str, subject: str, words: str) -> None:
        """Raises `NotSent`. Touches no database."""
        ...
