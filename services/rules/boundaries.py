"""The values at which a table can change its mind: a few for each fact, enough to tell any two behaviours apart.

A number or a day: every bound that is written in its column, and its neighbours on both sides. An enum: one
code of each class of codes that no cell tells apart. Their combinations are what two engines are compared on.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice, product
from math import prod

from services.rules.cells import Between, Cell, OneOf
from services.rules.facts import Bound
from services.rules.schema import FactType
from services.rules.table import Table

Value = str | bool | int | Decimal
MOST_COMBINATIONS = 200_000  # all of them up to here, above it SAMPLES
SAMPLES = 20_000
SEED = 20261101


@dataclass(frozen=True)
class Boundaries:
    """`values[n]` are the telling values of the table's column n, as facts are given (a day is its ISO text)."""

    facts: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]

    @property
    def count(self) -> int:
        return prod(map(len, self.values))

    @property
    def is_sampled(self) -> bool:
        return self.count > MOST_COMBINATIONS

    @property
    def compared(self) -> int:
        return SAMPLES if self.is_sampled else self.count

    def combinations(self) -> Iterator[tuple[Value, ...]]:
        """All of them, or `SAMPLES` that are the same on every run."""
        return self._samples() if self.is_sampled else product(*self.values)

    def _samples(self) -> Iterator[tuple[Value, ...]]:
        chance = random.Random(SEED)  # noqa: S311 (repeatable on purpose)
        return islice(iter(lambda: tuple(map(chance.choice, self.values)), None), SAMPLES)


def boundaries(table: Table, *, every_code: bool = False) -> Boundaries:
    """`every_code`: codes that no cell of this table tells apart all the same, for comparing it with another."""
    columns = zip(*(row.cells for row in table.rows), strict=True)
    told = [_telling(fact, cells, every_code) for fact, cells in zip(table.columns, columns, strict=True)]
    return Boundaries(tuple(fact.name for fact in table.columns), tuple(told))


def _telling(fact: FactType, cells: Sequence[Cell], every_code: bool) -> tuple[Value, ...]:
    if fact.kind == "boolean":
        return (True, False)
    if fact.kind == "enum":
        return fact.values if every_code else _classes(fact.values, cells)
    spans = [cell for cell in cells if isinstance(cell, Between)]
    bounds = {bound for span in spans for bound in (span.low, span.high) if bound is not None}
    around = sorted({near for bound in bounds for near in _around(bound)}) or [_SOMEWHERE[fact.kind]]
    return _days(around) if fact.kind == "date" else tuple(_with_gaps(around, bounds))


_SOMEWHERE = {"number": 0, "date": date(2026, 1, 1).toordinal()}


def _classes(codes: Sequence[str], cells: Sequence[Cell]) -> tuple[str, ...]:
    sets = [cell.accepted for cell in cells if isinstance(cell, OneOf)]
    first: dict[tuple[bool, ...], str] = {}
    for code in codes:
        first.setdefault(tuple(code in each for each in sets), code)
    return tuple(first.values())


def _around(bound: Bound) -> tuple[Bound, Bound, Bound]:
    """The bound and its neighbours, one unit of its last written place away."""
    step = Decimal(1).scaleb(int(bound.as_tuple().exponent)) if isinstance(bound, Decimal) else 1
    return bound - step, bound, bound + step


def _with_gaps(around: list[Bound], bounds: set[Bound]) -> Iterator[Bound]:
    """Between two bounds that are neighbours nothing has been named yet: 70.5 stands there."""
    for here, there in zip(around, around[1:] + around[-1:], strict=True):
        yield here
        if here in bounds and there in bounds and here != there:
            yield (Decimal(here) + Decimal(there)) / 2


def _days(ordinals: list[Bound]) -> tuple[str, ...]:
    first, last = date.min.toordinal(), date.max.toordinal()
    return tuple(date.fromordinal(int(day)).isoformat() for day in ordinals if first <= day <= last)
