"""Which values a decision of an item can rest on: its facts, its proofs, and what its certificate says."""

from collections.abc import Mapping
from typing import Any

from services.catalogue.rule_facts import sources_of, witnesses_of

ANSWERS = "answers."


def used_fields(content: Mapping[str, Any]) -> list[str]:
    """Codes, sorted. Whatever else is read for the item is read for nothing."""
    facts = content.get("facts", {}).values()
    found = {code for block in facts for code in (*sources_of(block), *witnesses_of(block))}
    found |= {code for piece in content.get("evidence", ()) for code in piece.get("fields", ())}
    record = (content.get("certificate") or {}).get("record", ())
    found |= {entry["from"] for entry in record if isinstance(entry.get("from"), str)}
    return sorted(code for code in found if not code.startswith(ANSWERS) and "." in code)
