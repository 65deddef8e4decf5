"""The allowance table of the tests, and small ways to vary it."""

import json
from pathlib import Path
from typing import Any

import yaml

from services.rules.compose import Composition, compose
from services.rules.schema import FactSchema

_PACKAGE = yaml.safe_load((Path(__file__).parent / "allowance.yaml").read_text())
EXAMPLES: list[tuple[dict[str, Any], str]] = [tuple(each) for each in _PACKAGE["examples"]]


def facts_block() -> dict[str, Any]:
    return json.loads(json.dumps(_PACKAGE["facts"]))


def rows() -> list[dict[str, Any]]:
    return json.loads(json.dumps(_PACKAGE["rows"]))


def row(code: str, among: list[dict[str, Any]]) -> dict[str, Any]:
    return next(each for each in among if each["code"] == code)


def wang(**changes: Any) -> dict[str, Any]:
    """The facts of Wang Xiulan, 80, for whom everything is in order."""
    return {**_PACKAGE["base"], **changes}


def schema() -> FactSchema:
    return FactSchema.parse(facts_block())


def allowance() -> Composition:
    return compose(facts_block(), rows())


def with_cell(code: str, fact: str, cell: str) -> list[dict[str, Any]]:
    """The rows with one cell changed."""
    changed = rows()
    row(code, changed)["when"][fact] = cell
    return changed


def examples() -> list[dict[str, Any]]:
    """The examples of the package, written out."""
    table = {each["code"]: each["then"] for each in rows()}
    return [
        {"facts": wang(**changes), "code": code, "outcome": table[code]["outcome"],
         "amount_fen": table[code].get("amount_fen", 0)}
        for changes, code in EXAMPLES
        if code in table
    ]  # fmt: skip
