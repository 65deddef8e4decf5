"""Cells written back: one spelling for each meaning.

What the parser accepts it must be able to say again; a test holds the two together, so that no text ever slips
through that means something nobody wrote.
"""

from datetime import date

from services.rules.cells import EVERY_DAY, Anything, Between, Cell
from services.rules.facts import Bound
from services.rules.schema import FactType


def written(cell: Cell, fact: FactType) -> str:
    """A text that parses to this very cell. Codes in the order of their list, days as [first..day after)."""
    if isinstance(cell, Anything):
        return ""
    if isinstance(cell, Between):
        return _days(cell) if fact.kind == "date" else _numbers(cell)
    if fact.kind == "boolean":
        return "true" if True in cell.accepted else "false"
    if cell.by_exclusion:
        [left] = [code for code in fact.values if code not in cell.accepted]
        return f'!= "{left}"'
    return ", ".join(f'"{code}"' for code in fact.values if code in cell.accepted)


def _numbers(span: Between) -> str:
    if span.low is None:
        return f"<{'=' * span.with_high} {_number(span.high)}"
    if span.high is None:
        return f">{'=' * span.with_low} {_number(span.low)}"
    if span.low == span.high:
        return _number(span.low)
    left, right = "[" if span.with_low else "(", "]" if span.with_high else ")"
    return f"{left}{_number(span.low)}..{_number(span.high)}{right}"


def _number(bound: Bound | None) -> str:
    return f"{bound:f}" if bound is not None and not isinstance(bound, int) else str(bound)


def _days(span: Between) -> str:
    """Whole days are kept as [first..day after the last): the calendar's own ends are no bounds."""
    if span.high == EVERY_DAY.high:
        return f">= {_day(span.low)}"
    if span.low == EVERY_DAY.low:
        return f"< {_day(span.high)}"
    return f"[{_day(span.low)}..{_day(span.high)})"


def _day(bound: Bound | None) -> str:
    return date.fromordinal(int(bound or 0)).isoformat()
