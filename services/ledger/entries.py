"""Writing into the log. Bodies carry ids and codes only: leaves are for ever, so nothing personal may lie in them."""

import json
from collections.abc import Mapping

from services.ledger import tree
from services.ledger.models import Entry
from services.prepared import insert


def record(kind: str, body: Mapping[str, object]) -> Entry:
    """Part of the caller's transaction. `body`: JSON values; UUIDs and dates as text. `kind` is part of the leaf."""
    data = canonical({**body, "kind": kind})
    entry = Entry(kind=kind, body=data, digest=tree.leaf(data))
    insert(entry)
    return entry


def canonical(body: Mapping[str, object]) -> bytes:
    """One way to write it: sorted keys, no blanks, UTF-8. Raises `TypeError` or `ValueError` for what JSON cannot say."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()
