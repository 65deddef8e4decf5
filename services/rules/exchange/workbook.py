"""Excel: one workbook with four sheets. Texts, numbers, yes and no, days; no formulas, no macros, nothing behind it.

A workbook is a ZIP file of XML and can be a bomb of either kind: its parts are counted and measured before one is
opened, XML goes through defusedxml, and reading stops at the first line too many.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from services.rules.exchange.content import Content, refuse, refuse_too_long
from services.rules.exchange.grids import MOST_COLUMNS, MOST_LINES, SHEETS, Grid, content_from, grids_of

MOST_PARTS = 60
MOST_UNPACKED = 16 << 20
_FOREIGN = ("vbaproject", "externallink", "activex", "embeddings", "connections.xml", "querytable")
_WIDTH = 20


def write_workbook(content: Content) -> bytes:
    """Every cell is text, so that nothing turns into a date or a formula."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in grids_of(content).items():
        sheet = book.create_sheet(name)
        for number, line in enumerate(grid, 1):
            _write_line(sheet, number, line)
        sheet.freeze_panes = "B2"
        for column in range(1, len(grid[0]) + 1):
            sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read_workbook(data: bytes) -> Content:
    """Raises `RuleErrors`."""
    refuse_too_long(data)
    _check_parts(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        grids = {sheet.title: _grid(sheet) for sheet in _sheets(book)}
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        zipfile.BadZipFile,
        SyntaxError,
    ):
        refuse(_("The workbook cannot be read. Save it again as .xlsx."))
    return content_from(grids)


def _write_line(sheet: Any, number: int, line: list[str]) -> None:
    for column, text in enumerate(line, 1):
        cell = sheet.cell(number, column)
        cell.value = text or None
        if text:
            cell.data_type, cell.number_format = "s", "@"
        cell.font = Font(bold=number == 1)
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _check_parts(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        refuse(_("The file is no workbook. Save it as .xlsx."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        refuse(_("The workbook unpacks to more than a rule set can be."))
    if any(sign in part.filename.lower() for part in parts for sign in _FOREIGN):
        refuse(_("The workbook holds macros or links. Save it as a plain .xlsx."))


def _sheets(book: Any) -> list[Any]:
    if set(book.sheetnames) != set(SHEETS) or len(book.sheetnames) != len(SHEETS):
        refuse(_("A rule set has exactly the sheets facts, values, rows and examples."))
    return list(book.worksheets)


def _grid(sheet: Any) -> Grid:
    sheet.reset_dimensions()  # what the file claims about its size is only a claim
    grid: Grid = []
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
        line = [_text(cell, sheet.title) for cell in cells]
        while line and not line[-1]:
            line.pop()
        if len(line) > MOST_COLUMNS or len(grid) > MOST_LINES[sheet.title]:
            refuse(_("The sheet %(sheet)s is larger than a rule set can be.") % {"sheet": sheet.title})
        grid.append(line)
    while grid and not grid[-1]:
        grid.pop()
    return list(_filled(grid))


def _filled(grid: Grid) -> Iterator[list[str]]:
    width = len(grid[0]) if grid else 0
    for line in grid:
        yield line + [""] * (width - len(line))


def _text(cell: Any, sheet: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        message = _("Cell %(cell)s of %(sheet)s holds a formula. Write what it gives.")
        refuse(message % {"cell": f"{get_column_letter(cell.column)}{cell.row}", "sheet": sheet})
    return str(_WRITTEN[type(value)](value))


def _of_float(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


_WRITTEN: dict[type, Any] = {
    str: str,
    bool: lambda value: str(value).lower(),
    int: str,
    float: _of_float,
    datetime: lambda value: value.date().isoformat(),
    date: date.isoformat,
}
