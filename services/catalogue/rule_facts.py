"""The facts of a package: what the rules want of them, which is all but where they come from, and that."""

from collections.abc import Mapping
from typing import Any


def rule_facts(blocks: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: _plain(block) for name, block in blocks.items()}


def sources_of(block: Mapping[str, Any]) -> list[str]:
    """The fields and answers a fact is made of, in the order its derivation takes them."""
    named: str | list[str] = block["from"]
    return [named] if isinstance(named, str) else named


def witnesses_of(block: Mapping[str, Any]) -> list[str]:
    """Other registers that know the same; where one says otherwise, nobody knows."""
    return list(block.get("agrees_with", ()))


def _plain(block: Mapping[str, Any]) -> dict[str, Any]:
    fact = {key: block[key] for key in ("kind", "label", "condition")}
    if labels := block.get("values"):
        fact["value_labels"] = labels
    if block["kind"] == "enum":
        fact["values"] = list(labels or [])
    return fact
