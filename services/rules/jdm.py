"""The table as stored and exchanged: GoRules JSON Decision Model (JDM), in a restricted profile.

One input, one table that takes the first row that hits, one output. Functions, expressions, loops, scripts,
pass-through and every key we do not know are refused on the way in and again on every load. Cells stay text
here; `table` reads them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from services.rules.cells import LONGEST_CELL, normalise
from services.rules.problems import RuleErrors, RuleProblem
from services.rules.rows import check_rows
from services.rules.schema import MOST_FACTS, FactSchema

MOST_ROWS = 500
OUTPUTS = ("outcome", "code", "amount_fen")
_CONTENT_TYPE = "application/vnd.gorules.decision"
_NODE_TYPES = {"inputNode", "decisionTableNode", "outputNode"}
_NO_SCHEMA = {"schema": ""}
_FIXED = {
    "hitPolicy": "first",
    "passThrough": False,
    "inputField": None,
    "outputPath": None,
    "executionMode": "single",
}


def from_rows(rows: Sequence[Mapping[str, Any]], schema: FactSchema) -> dict[str, Any]:
    """The rows as JDM, a column for every fact, full-width signs made plain. Raises `RuleErrors`."""
    check_rows(rows, schema)
    return {
        "contentType": _CONTENT_TYPE,
        "nodes": [
            _node("in", "inputNode", dict(_NO_SCHEMA), 60),
            _node("table", "decisionTableNode", _table(rows, schema), 340),
            _node("out", "outputNode", dict(_NO_SCHEMA), 620),
        ],
        "edges": [_edge("in", "table"), _edge("table", "out")],
    }


def table_of(jdm: Mapping[str, Any]) -> dict[str, Any]:
    """The content of the one table of a checked document."""
    content: dict[str, Any] = next(
        node["content"] for node in jdm["nodes"] if node["type"] == "decisionTableNode"
    )
    return content


def check_profile(jdm: object) -> None:
    """Raises `RuleErrors` at the first thing that is not in the profile."""
    graph = _object(jdm, {"contentType", "nodes", "edges"}, "document")
    if graph["contentType"] != _CONTENT_TYPE:
        _refuse("contentType")
    nodes = [
        _object(node, {"id", "type", "name", "position", "content"}, "nodes")
        for node in _list(graph["nodes"], 3, 3, "nodes")
    ]
    _check_nodes(nodes)
    ids = {node["type"]: node["id"] for node in nodes}
    _check_edges(graph["edges"], [ids[kind] for kind in ("inputNode", "decisionTableNode", "outputNode")])
    _check_table(table_of(graph))


def _node(name: str, kind: str, content: dict[str, Any], x: int) -> dict[str, Any]:
    return {"id": name, "type": kind, "name": name, "position": {"x": x, "y": 120}, "content": content}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}_{target}", "sourceId": source, "targetId": target, "type": "edge"}


def _table(rows: Sequence[Mapping[str, Any]], schema: FactSchema) -> dict[str, Any]:
    return {
        **_FIXED,
        "inputs": [{"id": f"i_{fact.name}", "name": fact.name, "field": fact.name} for fact in schema],
        "outputs": [{"id": f"o_{name}", "name": name, "field": name} for name in OUTPUTS],
        "rules": [_rule(place, row) for place, row in enumerate(rows, 1)],
    }


def _rule(place: int, row: Mapping[str, Any]) -> dict[str, str]:
    cells = {f"i_{fact}": normalise(cell) for fact, cell in (row.get("when") or {}).items()}
    return {
        "_id": f"row{place:03}",
        "_description": row["code"],
        **{column: cell for column, cell in cells.items() if cell},
        "o_outcome": f'"{row["then"]["outcome"]}"',
        "o_code": f'"{row["code"]}"',
        "o_amount_fen": str(row["then"].get("amount_fen", 0)),
    }


def _refuse(place: str) -> NoReturn:
    message = _("%(place)s is outside the profile: one input, one first-hit table, one output, nothing else.")
    raise RuleErrors([RuleProblem("", "", message % {"place": place})])


def _object(value: object, keys: set[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != keys:
        _refuse(place)
    return value


def _list(value: object, least: int, most: int, place: str) -> list[Any]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        _refuse(place)
    return value


def _words(value: dict[str, Any], keys: set[str], place: str) -> None:
    for key in keys:
        if not isinstance(value[key], str) or len(value[key]) > LONGEST_CELL:
            _refuse(f"{place}: {key}")


def _check_nodes(nodes: list[dict[str, Any]]) -> None:
    for node in nodes:
        _words(node, {"id", "type", "name"}, "nodes")
        position = _object(node["position"], {"x", "y"}, "position")
        if {type(each) for each in position.values()} != {int}:
            _refuse("position")
        if node["type"] != "decisionTableNode" and node["content"] != _NO_SCHEMA:
            _refuse(node["type"])
    if {node["type"] for node in nodes} != _NODE_TYPES or len({node["id"] for node in nodes}) != len(nodes):
        _refuse("nodes")


def _check_edges(edges: object, ids: list[str]) -> None:
    found = set()
    for edge in _list(edges, 2, 2, "edges"):
        _words(_object(edge, {"id", "sourceId", "targetId", "type"}, "edges"), set(edge), "edges")
        found.add((edge["type"], edge["sourceId"], edge["targetId"]))
    if found != {("edge", ids[0], ids[1]), ("edge", ids[1], ids[2])}:
        _refuse("edges")


def _check_table(content: object) -> None:
    table = _object(content, {*_FIXED, "inputs", "outputs", "rules"}, "table")
    for key, wanted in _FIXED.items():
        if repr(table[key]) != repr(wanted):  # 0 == False, but it is not what a reader of JDM expects
            _refuse(key)
    inputs = _columns(table["inputs"], MOST_FACTS, "inputs")
    outputs = _columns(table["outputs"], len(OUTPUTS), "outputs")
    if (
        set(outputs.values()) != set(OUTPUTS)
        or set(inputs) & set(outputs)
        or {"_id", "_description"} & {*inputs, *outputs}
    ):
        _refuse("outputs")
    required = {"_id", "_description", *outputs}
    for rule in _list(table["rules"], 1, MOST_ROWS, "rules"):
        if not isinstance(rule, dict) or not required <= set(rule) <= required | set(inputs):
            _refuse("rules")
        _words(rule, set(rule), "rules")


def _columns(given: object, most: int, place: str) -> dict[str, str]:
    """id -> field."""
    columns = [_object(column, {"id", "name", "field"}, place) for column in _list(given, 1, most, place)]
    for column in columns:
        _words(column, set(column), place)
    found = {column["id"]: column["field"] for column in columns}
    if len(found) != len(columns) or len(set(found.values())) != len(found):
        _refuse(place)
    return found
