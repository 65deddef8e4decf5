"""From evidence and answers to the typed facts that rules look at. Pure.

A derivation (`derivations.py`) is named in the item's package (`by:`). What is missing, too old, said to be wrong, or said
otherwise by another register is no fact but a hole with its reason: the rules then send the application to a person, and
never approve or propose a refusal on it. A fact that another variant of the item needs has its value `otherwise`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.applications.derivations import DERIVATIONS, Case, Value
from services.catalogue.rule_facts import sources_of, witnesses_of
from services.catalogue.variants import VARIANT, is_of
from services.rules.decide import Hole

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """`values`: field or `answers.x` code -> value; `disputed` and `stale`: fields nobody may decide on now."""

    values: Mapping[str, Any]
    disputed: Collection[str] = ()
    stale: Collection[str] = ()


@dataclass(frozen=True)
class Facts:
    """Every fact of the package stands in one of the two."""

    values: dict[str, Value] = field(default_factory=dict)
    holes: dict[str, Hole] = field(default_factory=dict)


def find_facts(blocks: Mapping[str, Block], *, known: Known, on: date, local: Collection[str]) -> Facts:
    """`blocks`: the `facts` of a package; `on`: the day of submission; `local`: region codes of the city."""
    found = Facts()
    for name, block in blocks.items():
        case = Case(on, local, block.get("among", ()))
        value, hole = _found(block, known, case)
        if hole is None and value is not None:
            found.values[name] = value
        else:
            found.holes[name] = hole or Hole.MISSING
    return found


def derive(
    blocks: Mapping[str, Block],
    *,
    values: Mapping[str, Any],
    disputed: Collection[str],
    on: date,
    local: Collection[str],
) -> dict[str, Value]:
    """The facts alone, where nobody asks why one is not there."""
    return find_facts(blocks, known=Known(values, disputed), on=on, local=local).values


def _found(block: Block, known: Known, case: Case) -> tuple[Value | None, Hole | None]:
    if not is_of(block, known.values.get(VARIANT)):
        return block["otherwise"], None
    read = {*sources_of(block), *witnesses_of(block)}
    if read & set(known.disputed):
        return None, Hole.DISPUTED
    value = _derived(block, sources_of(block), known, case)
    if value is not None and any(each != value for each in _witnessed(block, known, case)):
        return None, Hole.CONFLICT
    return value, Hole.STALE if read & set(known.stale) else None


def _witnessed(block: Block, known: Known, case: Case) -> Iterator[Value]:
    """What other registers say of the same fact, as far as they say anything."""
    for witness in witnesses_of(block):
        value = _derived(block, [witness], known, case)
        if value is not None:
            yield value


def _derived(block: Block, sources: list[str], known: Known, case: Case) -> Value | None:
    missing = [source for source in sources if source not in known.values]
    if missing:
        return _unasked(block, missing)
    return DERIVATIONS[block["by"]]([known.values[source] for source in sources], case)


def _unasked(block: Block, missing: list[str]) -> Value | None:
    """What a question that was not asked, or left open, means. Of a register's silence nothing is ever concluded."""
    asked = all(source.startswith("answers.") for source in missing)
    value: Value | None = block.get("unasked") if asked else None
    return value
