"""From evidence and answers to the typed facts that rules look at. Pure.

A fact that is missing, disputed, or not what its derivation expects is simply absent: the rules then send the application
to a person. A derivation is named in the item's package (`by:`); changing what one does needs a new name.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from services.people.identity_numbers import age_on

Value = str | int | bool
Derivation = Callable[[Any, date, Collection[str]], Value | None]


def _as_recorded(value: Any, on: date, local: Collection[str]) -> Value | None:
    return value if isinstance(value, str | int | bool) else None


def _completed_years(value: Any, on: date, local: Collection[str]) -> int | None:
    """Completed years of life on the day of submission (Civil Code art. 1259 for counting from the anniversary)."""
    try:
        born = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return age_on(born, on) if born <= on else None


def _local_or_elsewhere(value: Any, on: date, local: Collection[str]) -> str | None:
    if not isinstance(value, str) or len(value) != len("990102"):
        return None
    return "LOCAL" if value in local else "ELSEWHERE"


DERIVATIONS: Mapping[str, Derivation] = {
    "as_recorded": _as_recorded,
    "completed_years": _completed_years,
    "local_or_elsewhere": _local_or_elsewhere,
}


def derive(
    blocks: Mapping[str, Mapping[str, Any]],
    *,
    values: Mapping[str, Any],
    disputed: Collection[str],
    on: date,
    local: Collection[str],
) -> dict[str, Value]:
    """`blocks`: the `facts` of a package; `values`: field or `answers.x` code -> value; `local`: region codes of the city."""
    found = {
        name: DERIVATIONS[block["by"]](values[block["from"]], on, local)
        for name, block in blocks.items()
        if block["from"] in values and block["from"] not in disputed
    }
    return {name: value for name, value in found.items() if value is not None}
