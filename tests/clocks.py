"""A clock that goes only when told, for functions that ask for the time."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # a Friday, nine in the morning in Yunzhou


class Clock:
    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def go(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
