"""The decision: a pure function of a table and the facts, with a full trace.

Every row is tested, also after the one that decides, so that the trace shows what each cell said. A fact
that is missing or of another type ends before the rules run: nothing is approved, and nothing proposed, on
a hole. Whoever knows why there is a hole says so, and the code carries it (`M00_FACT_AGE_STALE`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from services.rules.facts import BadFact, read
from services.rules.table import Outcome, Row, Table

EVALUATOR = (
    "table/1"  # belongs into every decision record; raise it when a decision could come out differently
)
BAD_FACT = "M00_FACT_"


NO_HOLES: Mapping[str, str] = MappingProxyType({})


class Hole(StrEnum):
    """Why a fact is not known, in the order in which one reason hides the next."""

    DISPUTED = "DISPUTED"
    CONFLICT = "CONFLICT"
    STALE = "STALE"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class CellTrace:
    fact: str
    value: object
    cell: str
    passed: bool


class RowTrace(NamedTuple):
    """What the cells of one row said; `cells` is built when somebody looks, to keep deciding cheap."""

    row: Row
    facts: tuple[tuple[str, object], ...]
    results: tuple[bool, ...]

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def passed(self) -> bool:
        return False not in self.results

    @property
    def cells(self) -> tuple[CellTrace, ...]:
        """The cells that are not empty."""
        told = zip(self.row.tests, self.results, strict=True)
        return tuple(
            CellTrace(*self.facts[place], self.row.texts[place], passed) for (place, _), passed in told
        )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`rows` is empty where a fact was bad and the rules did not run: `code` is then M00_FACT_<NAME>, with the
    reason behind it where one was given."""

    outcome: Outcome
    code: str
    amount_fen: int
    rows: tuple[RowTrace, ...]

    def to_body(self) -> dict[str, Any]:
        """As JSON values, for the decision record; facts given as decimals or floats become text."""
        given = [(name, _plain(value)) for name, value in self.rows[0].facts] if self.rows else []
        return {
            "evaluator": EVALUATOR,
            "outcome": str(self.outcome),
            "code": self.code,
            "amount_fen": self.amount_fen,
            "rows": [_row_body(trace, given) for trace in self.rows],
        }


def decide(table: Table, facts: Mapping[str, object], holes: Mapping[str, str] = NO_HOLES) -> Conclusion:
    """The first row that hits. Facts the table does not name are not looked at; bad ones never raise.

    `holes`: fact -> `Hole`, for facts that are not given.
    """
    try:
        values = [read(fact, facts.get(fact.name)) for fact in table.columns]
    except BadFact as bad:
        return Conclusion(Outcome.REVIEW, _hole_code(str(bad), holes), 0, ())
    given = tuple([(fact.name, facts[fact.name]) for fact in table.columns])
    rows = tuple(
        [
            RowTrace(row, given, tuple([test(values[place]) for place, test in row.tests]))
            for row in table.rows
        ]
    )
    hit = next((trace.row for trace in rows if trace.passed), None)
    if hit is None:  # lint demands a last row that catches everything
        return Conclusion(Outcome.REVIEW, "M99_NO_RULE", 0, rows)
    return Conclusion(hit.outcome, hit.code, hit.amount_fen, rows)


def _hole_code(fact: str, holes: Mapping[str, str]) -> str:
    reason = f"_{holes[fact]}" if fact in holes else ""
    return f"{BAD_FACT}{fact.upper()}{reason}"


def first_hit(table: Table, facts: Mapping[str, object]) -> Row | None:
    """The row that decides, without a trace: for runs over very many cases. Raises `BadFact`."""
    values = [read(fact, facts.get(fact.name)) for fact in table.columns]
    for row in table.rows:
        for place, test in row.tests:
            if not test(values[place]):
                break
        else:
            return row
    return None


def _row_body(trace: RowTrace, facts: Sequence[tuple[str, object]]) -> dict[str, Any]:
    row, results = trace.row, trace.results
    cells = [
        [*facts[place], row.texts[place], passed]
        for (place, _), passed in zip(row.tests, results, strict=True)
    ]
    return {"code": row.code, "passed": False not in results, "cells": cells}


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | str) else str(value)
