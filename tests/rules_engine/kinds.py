"""One fact of each kind."""

from services.rules.schema import FactSchema

_WORDS = {"zh": "词", "en": "Word"}


def _fact(kind: str, *values: str, labels: tuple[str, ...] = ()) -> dict:
    block = {"kind": kind, "label": _WORDS, "condition": _WORDS}
    if values:
        block["values"] = list(values)
    return {**block, "value_labels": dict.fromkeys(values or labels, _WORDS)}


KINDS = {
    "money": _fact("number"),
    "insured": _fact("boolean", labels=("true", "false")),
    "alive": _fact("enum", "YES", "NO", "UNKNOWN"),
    "since": _fact("date"),
}
SCHEMA = FactSchema.parse(KINDS)
MONEY, INSURED, ALIVE, SINCE = SCHEMA
