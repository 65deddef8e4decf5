"""Writing into the log. Bodies carry ids and codes only: leaves are for ever, so nothing personal may lie in them."""

import json
from collections.abc import Mapping

from services.ledger import tree
from services.ledger.models import Entry


def record(kind: str, body: Mapping[str, object]) -> Entry:
    """Part of the caller's transaction. `body`: JSON values; UUIDs and dates as text."""
    data = json.dumps({"kind": kind, **body}, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return Entry.objects.create(kind=kind, body=data, digest=tree.leaf(data))
