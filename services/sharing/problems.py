"""What is wrong with published data about sharing, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where in the data that were given."""

    place: Place
    message: str


class BadSharingData(Exception):
    """Nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, each.place))}: {each.message}" for each in problems))
        self.problems = tuple(problems)
