"""The grammar of a cell. It is closed: what is not written here is refused, with the way to mend it.

    boolean   true   false
    enum      "a"   "a", "b"   != "a"                          every value from the fact's code list
    number    70   < 70   <= 70   > 70   >= 70   [70..80)   [70..80]   (70..80)   (70..80]
    date      2026-01-31 in the same places as a number
    any       empty: not looked at

No loops, calls, arithmetic, text functions or patterns: a compiled cell only compares. A cell that parses
may still be the wrong rule (60 for 70); lint, examples and a second pair of eyes are for that.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from services.rules.facts import Bound, Known, ordinal
from services.rules.schema import FactType, Kind

LONGEST_CELL = 200
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_QUOTED = r'"[^"\\]+"'
_ENUM = re.compile(rf"(!= *)?({_QUOTED}(?: *, *{_QUOTED})*)")
_SHAPES = {
    kind: (
        re.compile(rf"(<=|<|>=|>|) *({bound})"),
        re.compile(rf"([\[(]) *({bound}) *\.\. *({bound}) *([\])])"),
    )
    for kind, bound in (("number", _NUMBER), ("date", _DATE))
}


class CellError(ValueError):
    """Says what is wrong with the cell and how to mend it."""


@dataclass(frozen=True, slots=True)
class Anything:
    """An empty cell."""

    def test(self, value: Known) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class OneOf:
    """Enum codes or booleans. `by_exclusion`: written as `!=`, so it grows with the code list."""

    accepted: frozenset[str | bool]
    by_exclusion: bool = False

    def test(self, value: Known) -> bool:
        return value in self.accepted


@dataclass(frozen=True, slots=True)
class Between:
    """An interval of numbers, or of day ordinals; None is no bound on that side."""

    low: Bound | None = None
    high: Bound | None = None
    with_low: bool = False
    with_high: bool = False

    def test(self, value: Any) -> bool:  # facts.read has made it a number
        low, high = self.low, self.high
        if low is not None and (value < low or (value == low and not self.with_low)):
            return False
        return high is None or value < high or (value == high and self.with_high)

    def is_empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.with_low and self.with_high))


Cell = Anything | OneOf | Between
ANYTHING = Anything()
EVERY_DAY = Between(date.min.toordinal(), date.max.toordinal() + 1, True, False)


def normalise(text: str) -> str:
    """Full-width signs as their plain ones, no outer spaces: what an editor does before it stores a cell."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_cell(text: str, fact: FactType) -> Cell:
    """The stored cell (already normalised; nothing is repaired here). Raises CellError."""
    if not text:
        return ANYTHING
    if len(text) > LONGEST_CELL:
        raise CellError(
            _("The cell is longer than %(most)s characters. Use several rows.") % {"most": LONGEST_CELL}
        )
    for sign in text:
        if unicodedata.category(sign)[0] == "C":
            message = _("The cell holds an invisible character (U+%(code)04X). Empty it and type it again.")
            raise CellError(message % {"code": ord(sign)})
    return _PARSERS[fact.kind](text, fact)


def _boolean(text: str, fact: FactType) -> Cell:
    if text not in {"true", "false"}:
        raise CellError(
            _("%(cell)s is neither true nor false. Write one of them, without quotes.") % {"cell": text}
        )
    return OneOf(frozenset({text == "true"}))


def _enum(text: str, fact: FactType) -> Cell:
    match = _ENUM.fullmatch(text)
    if not match:
        message = _('%(cell)s is not a list of values. Write each in straight quotes: "%(example)s".')
        raise CellError(message % {"cell": text, "example": fact.values[0]})
    named = re.findall(r'"([^"]*)"', match[2])
    _check_values(named, fact)
    if not match[1]:
        return OneOf(frozenset(named))
    if len(named) > 1:
        raise CellError(_("!= takes one value. Write the values that are meant instead."))
    return OneOf(frozenset(fact.values) - {named[0]}, by_exclusion=True)


def _check_values(named: list[str], fact: FactType) -> None:
    for value in named:
        if value not in fact.values:
            meant = get_close_matches(value, fact.values, 1, 0.5) or fact.values
            message = _('"%(value)s" is not in the code list. Write %(meant)s.')
            raise CellError(
                message % {"value": value, "meant": _(" or ").join(f'"{each}"' for each in meant)}
            )
    if len(set(named)) < len(named):
        raise CellError(_("A value is named twice. Remove one of them."))


def _interval(text: str, fact: FactType) -> Cell:
    comparison, span = (shape.fullmatch(text) for shape in _SHAPES[fact.kind])
    if comparison:
        found = _compared(comparison[1], _bound(comparison[2], fact))
    elif span:
        low, high = _bound(span[2], fact), _bound(span[3], fact)
        found = Between(low, high, span[1] == "[", span[4] == "]")
    else:
        raise CellError(_not_understood(fact) % {"cell": text})
    found = _in_whole_days(found) if fact.kind == "date" else found
    if found.is_empty():
        raise CellError(_("Nothing lies in %(cell)s. Write the smaller bound first.") % {"cell": text})
    return found


def _not_understood(fact: FactType) -> str:
    if fact.kind == "date":
        return _(
            "%(cell)s is not a condition on a date. Write < 2026-01-31 or [2026-01-01..2027-01-01), without quotes."
        )
    return _("%(cell)s is not a condition on a number. Write < 70, >= 70, 70 or [70..80), without quotes.")


def _compared(sign: str, bound: Bound) -> Between:
    if not sign:
        return Between(bound, bound, True, True)
    if sign[0] == "<":
        return Between(high=bound, with_high=sign == "<=")
    return Between(low=bound, with_low=sign == ">=")


def _bound(text: str, fact: FactType) -> Bound:
    if fact.kind == "number":
        return Decimal(text) if "." in text else int(text)
    try:
        return ordinal(text)
    except ValueError as error:
        raise CellError(_("There is no day %(day)s. Correct it.") % {"day": text}) from error


def _in_whole_days(days: Between) -> Between:
    """The same days as [first..day after the last): nothing lies between two days or outside the calendar."""
    low = EVERY_DAY.low if days.low is None else days.low if days.with_low else days.low + 1
    high = EVERY_DAY.high if days.high is None else days.high + 1 if days.with_high else days.high
    return Between(low, high, True, False)


_PARSERS: dict[Kind, Callable[[str, FactType], Cell]] = {
    "boolean": _boolean,
    "number": _interval,
    "enum": _enum,
    "date": _interval,
}
