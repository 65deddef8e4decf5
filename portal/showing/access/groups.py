"""Lines under the matter they were for: the newest line of each says where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.showing.access.occasions import Occasion
from portal.showing.access.words import Told


@dataclass(frozen=True)
class Group:
    occasion: Occasion
    lines: Sequence[Told]


def grouped(lines: Iterable[Told]) -> list[Group]:
    """`lines`: the newest first."""
    by_source: dict[str, list[Told]] = {}
    for each in lines:
        by_source.setdefault(each.line.source, []).append(each)
    return [Group(those[0].occasion, those) for those in by_source.values()]
