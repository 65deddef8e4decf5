"""A rule set as a form: two tables of text (rows, examples), one field a cell, named r-<row>-<column> and e-<row>-<column>.

The same grids that a spreadsheet is read from (services/rules/exchange/grids.py), so that page and file are one way in. The
facts are not typed here: they belong to the service and come with the version, or with a file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from services.rules.cells import normalise
from services.rules.examples import MOST_EXAMPLES
from services.rules.exchange.content import Content
from services.rules.exchange.grids import CONCLUSION, RESULT, Grid, content_from, grids_of
from services.rules.jdm import MOST_ROWS

_WHOLE = re.compile(r"[0-9]{1,8}")
WORDS = ("zh", "en")  # kept as written; everything else is made plain
MOST = {"r": MOST_ROWS, "e": MOST_EXAMPLES}
NAMES = {"r": "rows", "e": "examples"}


@dataclass(frozen=True)
class Sheet:
    """`columns` are the names of the columns of both tables, `tables` their lines without the header."""

    content: Content
    columns: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Grid]

    @classmethod
    def of(cls, content: Content) -> Self:
        grids = grids_of(content)
        names = tuple(content.facts)
        columns = {"r": ("code", *names, *CONCLUSION), "e": (*names, *RESULT)}
        return cls(content, columns, {part: grids[name][1:] for part, name in NAMES.items()})

    def typed(self, given: Mapping[str, str]) -> Self:
        """With what came back; full-width signs are made plain, except in words."""
        return replace(self, tables={part: self._lines(part, given) for part in NAMES})

    def after(self, do: str) -> Self:
        """One of add, remove, up, down at a line, such as r-add-3. What is not understood changes nothing."""
        part, _, rest = do.partition("-")
        act, _, number = rest.partition("-")
        if part not in NAMES or act not in _MOVES:
            return self
        lines = [*self.tables[part]]
        if whole(number) < max(len(lines), 1):
            _MOVES[act](lines, whole(number), [""] * len(self.columns[part]))
        return replace(self, tables={**self.tables, part: lines[: MOST[part]]})

    def to_content(self) -> Content:
        """Raises `RuleErrors` where it has not the shape of a rule set."""
        grids = grids_of(self.content)
        return content_from(
            {**grids, **{NAMES[part]: [[*self.columns[part]], *self.tables[part]] for part in NAMES}}
        )

    def _lines(self, part: str, given: Mapping[str, str]) -> Grid:
        wanted = min(whole(given.get(f"{part}-lines", "")), MOST[part])
        return [
            [
                _plain(name, given.get(f"{part}-{at}-{place}", ""))
                for place, name in enumerate(self.columns[part])
            ]
            for at in range(wanted)
        ]


def whole(text: str | None) -> int:
    """A number from a hidden field; what is none is 0, which no revision is."""
    return int(text) if text and _WHOLE.fullmatch(text) else 0


def _plain(name: str, text: str) -> str:
    return " ".join(text.split()) if name in WORDS else normalise(text)


def _add(lines: Grid, at: int, empty: list[str]) -> None:
    lines.insert(at + 1 if lines else 0, empty)


def _remove(lines: Grid, at: int, empty: list[str]) -> None:
    del lines[at : at + 1]


def _up(lines: Grid, at: int, empty: list[str]) -> None:
    if at > 0:
        lines[at - 1 : at + 1] = [lines[at], lines[at - 1]]


def _down(lines: Grid, at: int, empty: list[str]) -> None:
    _up(lines, at + 1, empty) if at + 1 < len(lines) else None


_MOVES = {"add": _add, "remove": _remove, "up": _up, "down": _down}
