"""From evidence and answers to the typed facts that rules look at. Pure.

A fact that is missing, disputed, or not what its derivation expects is simply absent: the rules then send the application
to a person. A derivation (`derivations.py`) is named in the item's package (`by:`).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from services.applications.derivations import DERIVATIONS, Case, Value
from services.catalogue.rule_facts import sources_of


def derive(
    blocks: Mapping[str, Mapping[str, Any]],
    *,
    values: Mapping[str, Any],
    disputed: Collection[str],
    on: date,
    local: Collection[str],
) -> dict[str, Value]:
    """`blocks`: the `facts` of a package; `values`: field or `answers.x` code -> value; `local`: region codes of the city."""
    found = {}
    for name, block in blocks.items():
        case = Case(on, local, block.get("among", ()))
        if (value := _derived(block, values, disputed, case)) is not None:
            found[name] = value
    return found


def _derived(
    block: Mapping[str, Any], values: Mapping[str, Any], disputed: Collection[str], case: Case
) -> Value | None:
    sources = sources_of(block)
    if set(sources) & set(disputed):
        return None
    if any(source not in values for source in sources):
        return _unasked(block, values)
    return DERIVATIONS[block["by"]]([values[source] for source in sources], case)


def _unasked(block: Mapping[str, Any], values: Mapping[str, Any]) -> Value | None:
    """What a question that was not asked, or left open, means. Of a register's silence nothing is ever concluded."""
    missing = [source for source in sources_of(block) if source not in values]
    asked = all(source.startswith("answers.") for source in missing)
    value: Value | None = block.get("unasked") if asked else None
    return value
