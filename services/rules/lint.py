"""Is a table that parses also safe? Asked before publication; one problem is enough to stop it.

1. The last row is empty and goes to a person; no other row is empty.
2. An approval tests every fact, by what must be (never `!=`), and takes no UNKNOWN (domain D2: only
   all-true approves).
3. A proposal to refuse rests on something known: a named value or a range, never `!=`, never UNKNOWN.
4. An approval overlaps no row that concludes otherwise, so no approval ever depends on the order of rows.
   Reviews and proposals may overlap: both end with a person, and the first one names the reason.
5. Every row can be reached.
6. No fact is one that rules must not use (`forbidden`), and none stands there unused: what is not looked at must
   not be asked for.

Knowingly not found: a wrong value that no other row contradicts, such as an amount. That takes examples and
a reader.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from services.rules import regions
from services.rules.cells import Anything, Cell, OneOf
from services.rules.problems import RuleProblem
from services.rules.regions import Box
from services.rules.schema import UNKNOWN, FactSchema, FactType
from services.rules.table import Outcome, Row, Table

MOST_PIECES = 2000  # more would cost too much, and nobody could read such a table


def lint(table: Table, schema: FactSchema, forbidden: Collection[str] = ()) -> list[RuleProblem]:
    """All problems; empty means fit for publication. `forbidden`: names of facts that rules must not use."""
    boxes = [regions.box(row.cells, table.columns) for row in table.rows]
    return [
        *forbidden_problems([fact.name for fact in schema], forbidden),
        *_unused(table),
        *(problem for row in table.rows for problem in _evidence(row, table)),
        *_empty_rows(table),
        *_overlaps(table, boxes),
        *_unreachable(table, boxes),
    ]


def forbidden_problems(facts: Iterable[str], forbidden: Collection[str]) -> Iterator[RuleProblem]:
    """Also asked of versions that passed once: the list grows."""
    for name in facts:
        if name in forbidden:
            yield RuleProblem("", name, _("Rules must not use this fact. Remove it and its cells."))


def _unused(table: Table) -> Iterator[RuleProblem]:
    if len(table.rows) == 1:  # a person decides everything, and reads these facts
        return
    for place, fact in enumerate(table.columns):
        if all(isinstance(row.cells[place], Anything) for row in table.rows):
            yield RuleProblem("", fact.name, _("No row looks at this fact. Remove it, or write a condition."))


def _evidence(row: Row, table: Table) -> Iterator[RuleProblem]:
    if row.outcome is Outcome.REVIEW:
        return
    for fact, cell in zip(table.columns, row.cells, strict=True):
        if message := _cell_message(row, fact, cell):
            yield RuleProblem(row.code, fact.name, message)


def _cell_message(row: Row, fact: FactType, cell: Cell) -> str:
    if isinstance(cell, Anything) and row.outcome is Outcome.APPROVE:
        return _("An approval tests every fact. Write what this one must be.")
    if not isinstance(cell, OneOf):
        return ""
    if cell.by_exclusion:
        return _("Name the values that are meant instead of !=: a value added later would count as well.")
    if UNKNOWN in cell.accepted:
        return _("UNKNOWN proves nothing. Take it out; a row with REVIEW may have it.")
    if regions.meet(cell, regions.whole(fact)) == regions.whole(fact):
        return _("The cell names every value and so tests nothing. Name fewer.")
    return ""


def _empty_rows(table: Table) -> Iterator[RuleProblem]:
    *before, last = table.rows
    for row in before:
        if _is_empty(row):
            yield RuleProblem(
                row.code, "", _("Only the last row may be empty. Write what this row is about.")
            )
    if not _is_empty(last) or last.outcome is not Outcome.REVIEW:
        message = _(
            "The last row must have an empty `when` and the outcome REVIEW, so that nothing falls through."
        )
        yield RuleProblem(last.code, "", message)


def _is_empty(row: Row) -> bool:
    return all(isinstance(cell, Anything) for cell in row.cells)


def _overlaps(table: Table, boxes: list[Box]) -> Iterator[RuleProblem]:
    for (row, mine), (other, theirs) in combinations(list(zip(table.rows, boxes, strict=True))[:-1], 2):
        if Outcome.APPROVE not in {row.outcome, other.outcome} or _grants(row) == _grants(other):
            continue
        if both := regions.common(mine, theirs):
            message = _("It overlaps row %(row)s, for example where %(facts)s. Narrow one of them.")
            yield RuleProblem(other.code, "", message % {"row": row.code, "facts": _example(both, table)})


def _grants(row: Row) -> tuple[Outcome, int]:
    return row.outcome, row.amount_fen


def _example(both: Box, table: Table) -> str:
    """One value for each fact that either row tests."""
    return ", ".join(
        " = ".join(fact.said(regions.example(region, fact)))
        for fact, region in zip(table.columns, both, strict=True)
        if region != regions.whole(fact)
    )


def gaps(table: Table, most: int = 20) -> list[str]:
    """What only the last row catches, as examples a person can read: no fault, but the author should know."""
    left = [tuple(regions.whole(fact) for fact in table.columns)]
    for row in table.rows[:-1]:
        taken = regions.box(row.cells, table.columns)
        left = [piece for each in left for piece in regions.without(each, taken)]
        if len(left) > MOST_PIECES:
            return [_("The rows before it are too entangled to check. Simplify them.")]
    return [_example(each, table) for each in left[:most]]


def _unreachable(table: Table, boxes: list[Box]) -> Iterator[RuleProblem]:
    for place, row in enumerate(table.rows[:-1]):
        left = [boxes[place]]
        for earlier in boxes[:place]:
            left = [piece for each in left for piece in regions.without(each, earlier)]
            if len(left) > MOST_PIECES:
                yield RuleProblem(
                    row.code, "", _("The rows before it are too entangled to check. Simplify them.")
                )
                break
        if not left:
            message = _(
                "The rows before it take everything it could hit. Move it up, narrow them or remove it."
            )
            yield RuleProblem(row.code, "", message)
