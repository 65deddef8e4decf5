"""The facts of a package as the rules want them: what a fact is, without where it comes from."""

from collections.abc import Mapping
from typing import Any


def rule_facts(blocks: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: _plain(block) for name, block in blocks.items()}


def _plain(block: Mapping[str, Any]) -> dict[str, Any]:
    fact = {key: block[key] for key in ("kind", "label", "condition")}
    if "values" in block:
        fact |= {"values": list(block["values"]), "value_labels": block["values"]}
    return fact
