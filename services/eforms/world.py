"""What the judge may know beyond the form and its answers. Given to it, never looked up: judging stays a pure function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.texts import Text


@dataclass(frozen=True)
class World:
    """`on`: the day of judging; without one, limits that move with the day do not hold.
    `region`: the name of a region, None where there is none; without it, every well-formed code will do.
    `files`: the names of the files that were handed in, by question and id.
    `known`: what registers say, by field: a question bound to such a field is not asked again.
    """

    on: date | None = None
    region: Callable[[str], Text | None] | None = None
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)


NOWHERE = World()
