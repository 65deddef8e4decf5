"""A rule set as four grids of text, which a spreadsheet shows as sheets and a CSV file as sections.

facts      name, kind, label zh, label en, condition zh, condition en
values     fact, value, zh, en                    the code lists of enums, the words of booleans
rows       code, one column a fact, outcome, amount_fen, zh, en
examples   one column a fact, outcome, code, amount_fen
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from services.rules.examples import MOST_EXAMPLES
from services.rules.exchange.content import Content, refuse
from services.rules.jdm import MOST_ROWS
from services.rules.schema import MOST_FACTS
from services.texts import LANGUAGES

Grid = list[list[str]]
Line = Mapping[str, str]
FACTS = ("name", "kind", "label zh", "label en", "condition zh", "condition en")
VALUES = ("fact", "value", "zh", "en")
CONCLUSION = ("outcome", "amount_fen", "zh", "en")
RESULT = ("outcome", "code", "amount_fen")
SHEETS = ("facts", "values", "rows", "examples")
MOST_LINES = {"facts": MOST_FACTS, "values": 2000, "rows": MOST_ROWS, "examples": MOST_EXAMPLES}
MOST_COLUMNS = MOST_FACTS + len(CONCLUSION) + 1


def grids_of(content: Content) -> dict[str, Grid]:
    """The header is the first line of each grid."""
    names = list(content.facts)
    return {
        "facts": [list(FACTS), *(_fact_line(name, block) for name, block in content.facts.items())],
        "values": [
            list(VALUES),
            *(line for name in names for line in _value_lines(name, content.facts[name])),
        ],
        "rows": [["code", *names, *CONCLUSION], *(_row_line(row, names) for row in content.rows)],
        "examples": [[*names, *RESULT], *(_example_line(each, names) for each in content.examples)],
    }


def content_from(grids: Mapping[str, Grid]) -> Content:
    """Shape only; facts, rows, cells and examples are judged where all are. Raises `RuleErrors`."""
    if set(grids) != set(SHEETS):
        refuse(_("A rule set has exactly the sheets facts, values, rows and examples."))
    facts = _facts(_lines("facts", grids["facts"], FACTS), _lines("values", grids["values"], VALUES))
    rows = _lines("rows", grids["rows"], ("code", *facts, *CONCLUSION))
    examples = _lines("examples", grids["examples"], (*facts, *RESULT))
    return Content(facts, [_row(line, facts) for line in rows], [_example(line, facts) for line in examples])


def _fact_line(name: str, block: Mapping[str, Any]) -> list[str]:
    words = [block[part][tongue] for part in ("label", "condition") for tongue in LANGUAGES]
    return [name, block["kind"], *words]


def _value_lines(name: str, block: Mapping[str, Any]) -> Grid:
    labels = block.get("value_labels", {})
    codes = block.get("values") or [code for code in ("true", "false") if code in labels]
    return [[name, code, *(labels[code][tongue] for tongue in LANGUAGES)] for code in codes]


def _row_line(row: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    cells = [(row.get("when") or {}).get(name, "") for name in names]
    then = row["then"]
    words = [row["says"][tongue] for tongue in LANGUAGES]
    return [row["code"], *cells, then["outcome"], str(then.get("amount_fen", 0)), *words]


def _example_line(example: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    given = [_written(example["facts"].get(name, "")) for name in names]
    return [*given, example["outcome"], example["code"], str(example["amount_fen"])]


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _lines(sheet: str, grid: Grid, header: Sequence[str]) -> list[Line]:
    if not grid or grid[0] != list(header):
        wanted = ", ".join(header)
        refuse(_("The first line of %(sheet)s must read: %(columns)s.") % {"sheet": sheet, "columns": wanted})
    if len(grid) > MOST_LINES[sheet] + 1:
        refuse(_("%(sheet)s has more than %(most)s lines.") % {"sheet": sheet, "most": MOST_LINES[sheet]})
    for place, line in enumerate(grid[1:], 2):
        if len(line) != len(header):
            message = _("Line %(line)s of %(sheet)s has %(found)s cells instead of %(wanted)s.")
            refuse(message % {"line": place, "sheet": sheet, "found": len(line), "wanted": len(header)})
    return [dict(zip(header, line, strict=True)) for line in grid[1:]]


def _facts(facts: Sequence[Line], values: Sequence[Line]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in facts:
        if line["name"] in found:
            refuse(_("The fact %(fact)s stands twice.") % {"fact": line["name"]})
        texts = {
            part: {tongue: line[f"{part} {tongue}"] for tongue in LANGUAGES}
            for part in ("label", "condition")
        }
        found[line["name"]] = {"kind": line["kind"], **texts}
    for line in values:
        if line["fact"] not in found:
            refuse(_("values names the fact %(fact)s, which facts does not have.") % {"fact": line["fact"]})
        _add_value(found[line["fact"]], line)
    return found


def _add_value(block: dict[str, Any], line: Line) -> None:
    labels = block.setdefault("value_labels", {})
    if line["value"] in labels:
        refuse(
            _("The value %(value)s of %(fact)s stands twice.")
            % {"value": line["value"], "fact": line["fact"]}
        )
    labels[line["value"]] = {tongue: line[tongue] for tongue in LANGUAGES}
    if block["kind"] == "enum":
        block.setdefault("values", []).append(line["value"])


def _row(line: Line, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": line["code"],
        "when": {name: line[name] for name in facts if line[name]},
        "then": {"outcome": line["outcome"], "amount_fen": _whole(line["amount_fen"])},
        "says": {tongue: line[tongue] for tongue in LANGUAGES},
    }


def _example(line: Line, facts: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: read_value(block["kind"], line[name]) for name, block in facts.items()}
    return {
        "facts": given,
        "outcome": line["outcome"],
        "code": line["code"],
        "amount_fen": _whole(line["amount_fen"]),
    }


def _whole(text: str) -> int | str:
    """What is no whole number stays text, and is refused where all are judged."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(2**53)) else text


def _literal(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def read_value(kind: str, text: str) -> Any:
    """A fact as it is typed. What is none of its kind stays text, and is refused where it is judged."""
    return _READ.get(kind, str)(text)


_READ: Mapping[str, Callable[[str], Any]] = {"number": _literal, "boolean": _literal}
