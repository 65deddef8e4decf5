"""The compiled table: read once, strictly, then only compared with.

Whatever does not parse raises here, with every problem that was found; there is no cell that silently never
hits. Whether the rules are wise (overlaps, proofs, gaps) is `lint`'s question.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from services.rules.cells import Anything, Cell, CellError, parse_cell
from services.rules.facts import Known
from services.rules.jdm import OUTPUTS, check_profile, table_of
from services.rules.problems import RuleProblem, raise_any
from services.rules.rows import no_such_fact
from services.rules.schema import FactSchema, FactType

MOST_FEN = 2**53 - 1  # the largest whole number every reader of JSON keeps


class Outcome(StrEnum):
    """What rules may conclude. There is no refusal: only a person refuses (行政许可法 art. 38)."""

    APPROVE = "APPROVE"
    REVIEW = "REVIEW"
    PROPOSE_REFUSAL = "PROPOSE_REFUSAL"


_LETTERS = {Outcome.APPROVE: "A", Outcome.REVIEW: "M", Outcome.PROPOSE_REFUSAL: "R"}
_CODE = re.compile(r"[AMR][0-9]{2}_[A-Z0-9_]{1,40}")
_AMOUNT = re.compile(r"0|[1-9][0-9]{0,15}")
_LITERAL = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` and `texts` (the cells as written) stand in the order of the table's columns; `tests` are those
    that are not empty, by their place, ready to call."""

    code: str
    outcome: Outcome
    amount_fen: int
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    tests: tuple[tuple[int, Callable[[Known], bool]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        told = ((place, cell.test) for place, cell in enumerate(self.cells) if not isinstance(cell, Anything))
        object.__setattr__(self, "tests", tuple(told))


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[FactType, ...]
    rows: tuple[Row, ...]


def parse(jdm: Mapping[str, Any], schema: FactSchema) -> Table:
    """The document, compiled against the facts. Raises `RuleErrors`."""
    check_profile(jdm)
    content = table_of(jdm)
    raise_any(_column_problems(content, schema))
    columns = {column["id"]: fact for column in content["inputs"] if (fact := schema.get(column["field"]))}
    outputs = {column["field"]: column["id"] for column in content["outputs"]}
    found: list[RuleProblem] = []
    rows = [_row(place, rule, columns, outputs, found) for place, rule in enumerate(content["rules"], 1)]
    found.extend(_repeated(rows))
    raise_any(found)
    return Table(tuple(columns.values()), tuple(rows))


def _column_problems(content: Mapping[str, Any], schema: FactSchema) -> Iterator[RuleProblem]:
    fields = [column["field"] for column in content["inputs"]]
    for name in fields:
        if not schema.get(name):
            yield RuleProblem("", name, no_such_fact(name, schema))
    for fact in schema:
        if fact.name not in fields:
            yield RuleProblem(
                "", fact.name, _("The table has no column for this fact. Add it, or remove the fact.")
            )


def _row(
    place: int,
    rule: Mapping[str, str],
    columns: Mapping[str, FactType],
    outputs: Mapping[str, str],
    found: list[RuleProblem],
) -> Row:
    """Problems are added to `found`; a row with problems is never used."""
    literals = {name: rule[outputs[name]] for name in OUTPUTS}
    code = _unquoted(literals["code"])
    name = code or f"#{place}"
    cells = []
    for column, fact in columns.items():
        try:
            cells.append(parse_cell(rule.get(column, ""), fact))
        except CellError as error:
            found.append(RuleProblem(name, fact.name, str(error)))
    problems = [RuleProblem(name, *problem) for problem in _conclusion_problems(literals)]
    found.extend(problems)
    return Row(
        code=code,
        outcome=Outcome.REVIEW if problems else Outcome(_unquoted(literals["outcome"])),
        amount_fen=0 if problems else int(literals["amount_fen"]),
        cells=tuple(cells),
        texts=tuple(rule.get(column, "") for column in columns),
    )


def _conclusion_problems(literals: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    code, outcome, amount = (
        _unquoted(literals["code"]),
        _unquoted(literals["outcome"]),
        literals["amount_fen"],
    )
    if outcome not in list(Outcome):
        yield "outcome", _("The outcome is APPROVE, REVIEW or PROPOSE_REFUSAL.")
        return
    letter = _LETTERS[Outcome(outcome)]
    if not _CODE.fullmatch(code) or code[0] != letter or code.startswith("M00_"):
        message = _("The code of %(outcome)s looks like %(letter)s01_AGE: capitals, digits, _; M00 is taken.")
        yield "code", message % {"outcome": outcome, "letter": letter}
    if not _AMOUNT.fullmatch(amount) or int(amount) > MOST_FEN:
        yield "amount_fen", _("The amount is a whole number of fen, 0 or more, without quotes.")
    elif amount != "0" and outcome != Outcome.APPROVE:
        yield "amount_fen", _("Only an approval grants an amount. Remove it.")


def _unquoted(literal: str) -> str:
    match = _LITERAL.fullmatch(literal)
    return match[1] if match else ""


def _repeated(rows: list[Row]) -> Iterator[RuleProblem]:
    for code, times in Counter(row.code for row in rows).items():
        if code and times > 1:
            yield RuleProblem(code, "code", _("Two rows have this code. Give each its own."))
