"""Rows as boxes of finite sets and intervals: overlap and cover are exact, not guessed by trying values.

Numbers are taken as dense: two rows that meet only at 70.5 overlap, also if the fact is a whole number of
years.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.rules.cells import EVERY_DAY, Anything, Between, Cell, OneOf
from services.rules.facts import Bound
from services.rules.schema import FactType

Region = OneOf | Between
Box = tuple[Region, ...]


def box(cells: Sequence[Cell], columns: Sequence[FactType]) -> Box:
    """The row's cells, an empty one as everything its fact can be."""
    return tuple(
        whole(fact) if isinstance(cell, Anything) else cell for cell, fact in zip(cells, columns, strict=True)
    )


def whole(fact: FactType) -> Region:
    if fact.kind == "enum":
        return OneOf(frozenset(fact.values))
    if fact.kind == "boolean":
        return OneOf(frozenset({True, False}))
    return EVERY_DAY if fact.kind == "date" else Between()


def common(one: Box, other: Box) -> Box | None:
    """What hits both, None if nothing does."""
    shared = []
    for mine, theirs in zip(one, other, strict=True):
        region = meet(mine, theirs)
        if region is None:
            return None
        shared.append(region)
    return tuple(shared)


def without(one: Box, other: Box) -> list[Box]:
    """What hits the first only, as boxes that do not overlap."""
    shared = common(one, other)
    if shared is None:
        return [one]
    return [
        (*shared[:place], piece, *one[place + 1 :])
        for place, region in enumerate(one)
        for piece in minus(region, other[place])
    ]


def meet(one: Region, other: Region) -> Region | None:
    if isinstance(one, OneOf) and isinstance(other, OneOf):
        both = one.accepted & other.accepted
        return OneOf(both) if both else None
    if isinstance(one, Between) and isinstance(other, Between):
        return _overlap(one, other)
    raise TypeError("The regions belong to different columns")


def minus(one: Region, other: Region) -> list[Region]:
    if isinstance(other, Between):
        pieces = [meet(one, side) for side in _outside(other)]
        return [piece for piece in pieces if piece]
    left = one.accepted - other.accepted if isinstance(one, OneOf) else frozenset()
    return [OneOf(left)] if left else []


def _overlap(one: Between, other: Between) -> Between | None:
    low, with_low = max((one.low, one.with_low), (other.low, other.with_low), key=_from_below)
    high, with_high = min((one.high, one.with_high), (other.high, other.with_high), key=_from_above)
    shared = Between(low, high, with_low, with_high)
    return None if shared.is_empty() else shared


def _from_below(end: tuple[Bound | None, bool]) -> tuple[bool, Bound, bool]:
    bound, included = end
    return bound is not None, 0 if bound is None else bound, not included


def _from_above(end: tuple[Bound | None, bool]) -> tuple[bool, Bound, bool]:
    bound, included = end
    return bound is None, 0 if bound is None else bound, included


def _outside(span: Between) -> list[Between]:
    below = [] if span.low is None else [Between(high=span.low, with_high=not span.with_low)]
    above = [] if span.high is None else [Between(low=span.high, with_low=not span.with_high)]
    return below + above


def example(region: Region, fact: FactType) -> str:
    """One value in the region, as a person would write it."""
    if isinstance(region, OneOf):
        first = min(region.accepted, key=str)
        return first if isinstance(first, str) else str(first).lower()
    value = _inside(region)
    return date.fromordinal(int(value)).isoformat() if fact.kind == "date" else str(value)


def _inside(region: Between) -> Bound:
    low, high = region.low, region.high
    if low is not None and region.with_low:
        return low
    if high is not None and region.with_high:
        return high
    if low is None:
        return 0 if high is None else high - 1
    if high is None or low + 1 < high:
        return low + 1
    return (Decimal(low) + Decimal(high)) / 2
