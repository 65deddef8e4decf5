"""CSV: the four sheets one under the other in a single file, each after a line with its name in brackets.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and loses it again on the way in.
"""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from services.rules.exchange.content import Content, refuse, refuse_too_long
from services.rules.exchange.grids import MOST_COLUMNS, MOST_LINES, SHEETS, Grid, content_from, grids_of

_FORMULA = ("=", "+", "-", "@", "'", "\t")
_MOST_LINES = sum(MOST_LINES.values()) + 10 * len(SHEETS)
_LONGEST = 2000  # signs in a cell: words for the citizen are the longest


def write_csv(content: Content) -> bytes:
    """UTF-8 with a mark in front, without which spreadsheets take Chinese for something else."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for name, grid in grids_of(content).items():
        writer.writerow([f"[{name}]"])
        writer.writerows([list(map(_guarded, line)) for line in grid])
    return target.getvalue().encode("utf-8-sig")


def read_csv(data: bytes) -> Content:
    """Raises `RuleErrors`."""
    refuse_too_long(data)
    try:
        text = data.decode("utf-8-sig")
        return content_from(_sections(text))
    except (UnicodeDecodeError, csv.Error):
        refuse(_("The file is not CSV in UTF-8. Save it as CSV UTF-8."))


def _sections(text: str) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    grid: Grid | None = None
    for number, line in enumerate(_bounded(text)):
        if number > _MOST_LINES:
            refuse(_("The file has more lines than a rule set can have."))
        while line and not line[-1]:
            line.pop()  # a spreadsheet fills every line up to the widest
        name = line[0][1:-1] if len(line) == 1 and line[0][:1] == "[" else ""
        if name in SHEETS:
            if name in grids:
                refuse(_("The sheet %(sheet)s stands twice.") % {"sheet": name})
            grid = grids[name] = []
        elif line and grid is not None:
            grid.append([_plain(cell) for cell in line])
        elif line:
            refuse(_("The file must begin with [facts]."))
    return {name: _filled(grid) for name, grid in grids.items()}


def _bounded(text: str) -> Iterator[list[str]]:
    for line in csv.reader(io.StringIO(text, newline=""), strict=True):
        if len(line) > MOST_COLUMNS or any(len(cell) > _LONGEST for cell in line):
            refuse(_("A line is wider than a rule set can be."))
        yield line


def _filled(grid: Grid) -> Grid:
    """Empty cells at the end of a line are cells."""
    width = len(grid[0]) if grid else 0
    return [line + [""] * (width - len(line)) for line in grid]


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return cell.removeprefix("'")
