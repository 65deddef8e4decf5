"""The table of the rules as one run of it went: every row, every cell, with what it said. For caseworkers.

Shown from what was kept with the run, not computed again. Cells are written as in the table, codes as their words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.applications.models import Assessment
from services.rules.jdm import table_of
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
    if run is None or not run.trace["rows"]:
        return None
    facts = run.rule_version.facts
    columns = [column["field"] for column in table_of(run.rule_version.jdm)["inputs"]]
    lines = [_line(row, run, columns) for row in run.trace["rows"]]
    return RuleTable(run.rule_version.number, [facts[name]["label"] for name in columns], lines)


def _line(row: Mapping[str, Any], run: Assessment, columns: list[str]) -> Line:
    told = {fact: (cell, passed) for fact, _, cell, passed in row["cells"]}
    return Line(
        code=row["code"],
        says=run.rule_version.texts[row["code"]],
        cells=[_cell(run.rule_version.facts[name], *told.get(name, ("", None))) for name in columns],
        passed=row["passed"],
        decided=row["code"] == run.code,
    )


def _cell(fact: Mapping[str, Any], cell: str, passed: bool | None) -> Cell:
    labels: Mapping[str, Text] = fact.get("value_labels") or {}
    codes = CODE.findall(cell) if fact["kind"] == "enum" else [cell] if cell else []
    words = [labels.get(code, {"zh": code, "en": code}) for code in codes]
    return Cell(fact["label"], words, cell.startswith("!="), passed)
