"""Two engines, one table: ours decides, zen-engine is asked before publication whether it reads the table alike.

They share no line of code. Compared are all combinations of boundary values, or 20,000 where there are more than
200,000. Facts are complete, because the engines differ on purpose about holes. Days go over as numbers: zen-engine
takes no days in quotes and no intervals of days, and says nothing about it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.rules.boundaries import Boundaries, Value, boundaries
from services.rules.cells import ANYTHING, Between
from services.rules.decide import first_hit
from services.rules.errors import SecondEngineFailed
from services.rules.facts import ordinal
from services.rules.jdm import table_of
from services.rules.table import Row, Table

ENGINE = "zen-engine 2.1.3"
SECONDS = 120
_CHILD = Path(__file__).with_name("second_engine.py")
_MOST_TOLD = 5


@dataclass(frozen=True)
class Difference:
    """`ours` and `theirs` read "outcome code amount"."""

    facts: Mapping[str, Value]
    ours: str
    theirs: str


@dataclass(frozen=True)
class Agreement:
    """`differences` holds the first few. `is_sampled`: there were too many combinations to try all."""

    compared: int
    is_sampled: bool
    differences: tuple[Difference, ...]

    def to_body(self) -> dict[str, Any]:
        return {"engine": ENGINE, "compared": self.compared, "sampled": self.is_sampled}


def agreement(table: Table, jdm: Mapping[str, Any], *, seconds: float = SECONDS) -> Agreement:
    """Raises `SecondEngineFailed` where the child takes too long, too much, or breaks."""
    told = boundaries(table)
    said = _ask(_job(table, jdm, told), seconds)
    if len(said) != told.compared:
        raise SecondEngineFailed(f"{len(said)} answers for {told.compared} cases")
    found: list[Difference] = []
    for case, ours, theirs in zip(told.combinations(), _ours(table, told), said, strict=True):
        if ours != theirs and len(found) < _MOST_TOLD:
            found.append(Difference(dict(zip(told.facts, case, strict=True)), ours, theirs))
    return Agreement(told.compared, told.is_sampled, tuple(found))


def _ours(table: Table, told: Boundaries) -> Iterator[str]:
    for case in told.combinations():
        row = first_hit(table, dict(zip(told.facts, case, strict=True)))
        yield f"{row.outcome} {row.code} {row.amount_fen}" if row else "no row"


def _job(table: Table, jdm: Mapping[str, Any], told: Boundaries) -> dict[str, Any]:
    dated = [fact.kind == "date" for fact in table.columns]
    job: dict[str, Any] = {"jdm": in_day_numbers(table, jdm), "facts": list(told.facts)}
    if told.is_sampled:
        job["cases"] = [
            [_plain(value, is_day) for value, is_day in zip(case, dated, strict=True)]
            for case in told.combinations()
        ]
    else:
        job["values"] = [
            [_plain(value, is_day) for value in values]
            for values, is_day in zip(told.values, dated, strict=True)
        ]
    return job


def _plain(value: Value, is_day: bool) -> object:
    if is_day:
        return ordinal(str(value))
    return float(value) if isinstance(value, Decimal) else value


def in_day_numbers(table: Table, jdm: Mapping[str, Any]) -> dict[str, Any]:
    """The document with every condition on a day as one on its number; the table's own order of rows."""
    document: dict[str, Any] = json.loads(json.dumps(jdm))
    content = table_of(document)
    places = {fact.name: place for place, fact in enumerate(table.columns) if fact.kind == "date"}
    for column in content["inputs"]:
        if column["field"] in places:
            for rule, row in zip(content["rules"], table.rows, strict=True):
                _renumber(rule, column["id"], row, places[column["field"]])
    return document


def _renumber(rule: dict[str, str], column: str, row: Row, place: int) -> None:
    cell = row.cells[place]
    if cell is not ANYTHING and isinstance(cell, Between):
        rule[column] = f"[{cell.low}..{cell.high})"  # parsed days are whole: see cells.py


def _ask(job: dict[str, Any], seconds: float) -> Sequence[str]:
    try:
        child = subprocess.run(  # noqa: S603 (this interpreter, a file of ours)
            [sys.executable, "-I", str(_CHILD)],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SecondEngineFailed(f"no answer within {seconds} s") from error
    if child.returncode:
        raise SecondEngineFailed(f"ended with {child.returncode}: {child.stderr[-200:]}")
    return child.stdout.splitlines()
