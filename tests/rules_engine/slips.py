"""What may go wrong with a table between head and keyboard: slips of spelling, and rules that are valid but wrong.

Every slip is a kind and a table's rows as stored (JDM), changed in one place.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from services.rules.cells import Cell, CellError, parse_cell
from services.rules.schema import FactType
from services.rules.table import Outcome, Row, Table

Slip = tuple[str, "Table | None"]  # None: does not compile
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WIDE = str.maketrans('<>=!"0123456789', "＜＞＝！＂０１２３４５６７８９")
TURNED = {">=": ">", "<=": "<", ">": ">=", "<": "<=", "[": "(", "(": "[", ")": "]", "]": ")"}


def slips(table: Table) -> Iterator[Slip]:
    for place, row in enumerate(table.rows):
        for column, fact in enumerate(table.columns):
            if text := row.texts[column]:
                for kind, cell in dict.fromkeys(_cells(text, fact)):
                    if cell != text:
                        yield kind, _with_cell(table, place, column, cell)
        if row.outcome is Outcome.APPROVE:
            yield "another sum", _with_row(table, place, _paying(row, row.amount_fen + 1))
    yield from _rows(table)


def _cells(text: str, fact: FactType) -> Iterator[tuple[str, str]]:
    yield from _misspelt(text, fact)
    yield "emptied cell", ""
    if fact.kind == "enum":
        yield from _other_codes(text, fact)
    elif fact.kind == "boolean":
        yield "negated yes or no", {"true": "false", "false": "true"}[text]
    else:
        yield from _other_bounds(text, fact)


def _misspelt(text: str, fact: FactType) -> Iterator[tuple[str, str]]:
    quotes = [place for place, sign in enumerate(text) if sign == '"']
    yield from (("lost quote", text[:place] + text[place + 1 :]) for place in quotes)
    yield from (("unquoted text", text.replace('"', "")), ("curly quotes", text.replace('"', "”")))
    yield "full-width signs", text.translate(WIDE)
    yield from (("unknown operator", f"{sign}{text}") for sign in ("= ", "== ", "<> ", "=> ", "not "))
    if fact.kind == "boolean":
        yield from (("boolean typo", typo) for typo in ("ture", "flase", "TRUE", "True", "yes", "1", "0"))
    if fact.kind in {"number", "date"}:
        pattern = DAY if fact.kind == "date" else NUMBER
        yield "quoted number", pattern.sub(lambda found: f'"{found[0]}"', text)
        yield "letter for a digit", text.replace("0", "O")
    if fact.kind == "enum":
        yield from (("value outside the list", text.replace(code, f"{code}S", 1)) for code in fact.values)
        yield "value outside the list", text.lower()


def _other_codes(text: str, fact: FactType) -> Iterator[tuple[str, str]]:
    named = re.findall(r'"([^"]*)"', text)
    for code in named:
        for other in fact.values:
            swapped = text.replace(f'"{code}"', f'"{other}"')
            yield ("negated yes or no" if {code, other} == {"YES", "NO"} else "neighbour code"), swapped
    yield from (("code added", f'{text}, "{other}"') for other in fact.values if other not in named)
    if len(named) > 1:
        for code in named:
            yield "code lost", ", ".join(f'"{each}"' for each in named if each != code)
    yield "negated", text.removeprefix("!= ") if text.startswith("!") else f"!= {text}"


def _other_bounds(text: str, fact: FactType) -> Iterator[tuple[str, str]]:
    pattern = DAY if fact.kind == "date" else NUMBER
    for found in pattern.finditer(text):
        for step in (-1, 1):
            yield "bound ±1", text[: found.start()] + _moved(found[0], step, fact) + text[found.end() :]
    for sign, other in TURNED.items():
        if sign in text and not (len(sign) == 1 and f"{sign}=" in text):
            yield "bracket", text.replace(sign, other, 1)
    if text[0] in "<>":
        yield "turned round", text.translate(str.maketrans("<>", "><"))


def _moved(bound: str, step: int, fact: FactType) -> str:
    if fact.kind == "number":
        whole, dot, part = bound.partition(".")
        return f"{int(whole) + step}{dot}{part}"
    from datetime import date

    return date.fromordinal(date.fromisoformat(bound).toordinal() + step).isoformat()


def _rows(table: Table) -> Iterator[Slip]:
    for place in range(len(table.rows)):
        yield "deleted row", Table(table.columns, table.rows[:place] + table.rows[place + 1 :])
    for one, other in pairwise(range(len(table.rows))):
        rows = list(table.rows)
        rows[one], rows[other] = rows[other], rows[one]
        yield "swapped rows", Table(table.columns, tuple(rows))


def _with_cell(table: Table, place: int, column: int, text: str) -> Table | None:
    row = table.rows[place]
    try:
        cell: Cell = parse_cell(text, table.columns[column])
    except CellError:
        return None
    cells = (*row.cells[:column], cell, *row.cells[column + 1 :])
    texts = (*row.texts[:column], text, *row.texts[column + 1 :])
    return _with_row(table, place, Row(row.code, row.outcome, row.amount_fen, cells, texts))


def _with_row(table: Table, place: int, row: Row) -> Table:
    return Table(table.columns, (*table.rows[:place], row, *table.rows[place + 1 :]))


def _paying(row: Row, fen: int) -> Row:
    return Row(row.code, row.outcome, fen, row.cells, row.texts)
