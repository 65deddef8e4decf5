"""Reading a directory that somebody else keeps: CSV in, lines out, every fault as a sentence with its number.

Codes are taken as they are written. What is wrong with a department's code is told beside it and refuses nothing: one line in
seven of a real directory has such a code. What cannot be a directory is refused: other columns, another encoding, a field that
is missing or too long, a code twice.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from services.departments.credit_codes import CreditCodeFault, fault
from services.departments.regions import plain

# column -> how long it may be; the name of a real item has 110 characters at most
COLUMNS = {"department": 120, "main_item": 200, "name": 500, "itemCode": 64, "taskType": 4, "areaCode": 12}
MAY_BE_EMPTY = {"main_item"}
NOBODY_SORTED_IT = "未分类"
PARTS = 3  # the department, and two behind it
MOST_FAULTS = 50


@dataclass(frozen=True)
class Line:
    """`number` is where it begins in the file, counted from 1. `credit_code` is the third part of the code from its end."""

    number: int
    department: str
    main_item: str
    name: str
    code: str
    kind: str
    region: str

    @property
    def credit_code(self) -> str:
        return self.code.split("-")[-PARTS]

    @property
    def fault(self) -> CreditCodeFault | None:
        return fault(self.credit_code)


class BadDirectory(Exception):
    """`faults`: sentences, each with its line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        shown, more = self.faults[:MOST_FAULTS], len(self.faults) - MOST_FAULTS
        super().__init__("\n".join([*shown, *([f"… and {more} more"] if more > 0 else [])]))


def read_lines(path: Path) -> Iterator[Line]:
    """Every line that can be read; raises `BadDirectory` at the end when another one could not, so that all faults are told."""
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, row in _rows(path):
        found = [*_faults(row)]
        if not found and (code := row["itemCode"]) in seen:
            found = [f"itemCode {code} is on line {seen[code]} already"]
        faults += [f"line {number}: {says}" for says in found]
        if not found:
            seen[row["itemCode"]] = number
            yield _line(number, row)
    if faults:
        raise BadDirectory(faults)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Columns by name, with the line each row begins on. Extra columns are not looked at."""
    number = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if missing := [column for column in COLUMNS if column not in header]:
                raise BadDirectory([f"line 1: these columns are missing: {', '.join(missing)}"])
            number = reader.line_num + 1
            for row in reader:
                if row:
                    yield number, _named(header, row, number)
                number = reader.line_num + 1
    except UnicodeDecodeError as error:
        says = f"byte {error.object[error.start]:#04x} is no UTF-8; save the file as UTF-8"
        raise BadDirectory([f"line {_line_of_bytes(path, error)}: {says}"]) from None
    except csv.Error as error:
        raise BadDirectory([f"line {number}: cannot be read: {error}"]) from None
    except OSError as error:
        raise BadDirectory([f"cannot be read: {error.strerror}"]) from None


def _named(header: list[str], row: list[str], number: int) -> dict[str, str]:
    if len(row) != len(header):
        raise BadDirectory([f"line {number}: has {len(row)} fields, the first line has {len(header)}"])
    values = dict(zip(header, row, strict=True))
    return {column: values[column].strip() for column in COLUMNS}


def _line_of_bytes(path: Path, error: UnicodeDecodeError) -> int:
    """Readers decode in blocks, so the error knows only its place in the block: the first line that does not decode."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _faults(row: dict[str, str]) -> Iterator[str]:
    for column, longest in COLUMNS.items():
        value = row[column]
        if not value and column not in MAY_BE_EMPTY:
            yield f"{column} is empty"
        elif len(value) > longest:
            yield f"{column} has {len(value)} characters, at most {longest} fit"
        elif "\0" in value:
            yield f"{column} holds a NUL"
    if row["itemCode"] and len(row["itemCode"].split("-")) < PARTS:
        yield f"itemCode {row['itemCode'][:70]} has no third part from its end: the department's code"
    if row["areaCode"] and not _is_region(row["areaCode"]):
        yield f"areaCode {row['areaCode'][:20]} is no code of a region"


def _is_region(digits: str) -> bool:
    try:
        return bool(plain(digits))
    except ValueError:
        return False


def _line(number: int, row: dict[str, str]) -> Line:
    main = "" if row["main_item"] == NOBODY_SORTED_IT else row["main_item"]
    kind, code = row["taskType"], row["itemCode"]
    return Line(number, row["department"], main, row["name"], code, kind, plain(row["areaCode"]))
