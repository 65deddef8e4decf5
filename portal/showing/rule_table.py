"""The table of the rules as one run of it went: every row, every cell, with what it said. For caseworkers.

Shown from what was kept with the run, not computed again. Cells are written as in the table, codes as their words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.applications.models import Assessment
from services.rules.jdm import table_of
from services.rules.models import RuleVersion
from services.texts import Text

CODE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Cell:
    """`passed` is None where the row does not look at the fact. `negated`: any value but these."""

    fact: Text
    words: list[Text]
    negated: bool
    passed: bool | None


@dataclass(frozen=True)
class Line:
    """`decided`: the first row whose cells all passed."""

    code: str
    says: Text
    cells: list[Cell]
    passed: bool
    decided: bool


@dataclass(frozen=True)
class RuleTable:
    """`columns` are the labels of the facts, `version` the number that decided."""

    version: int
    columns: list[Text]
    lines: list[Line]


def rule_table(run: Assessment | None) -> RuleTable | None:
    """None where no row was looked at: a fact was missing."""
    return table_of_run(run.rule_version, run.trace["rows"], run.code) if run else None


def table_of_run(version: RuleVersion, rows: Sequence[Mapping[str, Any]], code: str) -> RuleTable | None:
    """`rows` as a decision's record has them, `code` of the row that decided."""
    if not rows:
        return None
    columns = [column["field"] for column in table_of(version.jdm)["inputs"]]
    lines = [_line(row, version, columns, code) for row in rows]
    return RuleTable(version.number, [version.facts[name]["label"] for name in columns], lines)


def _line(row: Mapping[str, Any], version: RuleVersion, columns: list[str], code: str) -> Line:
    told = {fact: (cell, passed) for fact, _, cell, passed in row["cells"]}
    return Line(
        code=row["code"],
        says=version.texts[row["code"]],
        cells=[_cell(version.facts[name], *told.get(name, ("", None))) for name in columns],
        passed=row["passed"],
        decided=row["code"] == code,
    )


def _cell(fact: Mapping[str, Any], cell: str, passed: bool | None) -> Cell:
    labels: Mapping[str, Text] = fact.get("value_labels") or {}
    codes = CODE.findall(cell) if fact["kind"] == "enum" else [cell] if cell else []
    words = [labels.get(code, {"zh": code, "en": code}) for code in codes]
    return Cell(fact["label"], words, cell.startswith("!="), passed)
