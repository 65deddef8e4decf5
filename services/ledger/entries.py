"""Writing into the log. Bodies carry ids and codes only; what is for ever is a commitment to them (`leaves.py`)."""

import os
from collections.abc import Mapping

from django.utils.timezone import now

from services.ledger import tree
from services.ledger.leaves import canonical, commit, leaf_data
from services.ledger.models import Entry
from services.prepared import insert

__all__ = ["canonical", "entry", "record"]


def record(kind: str, body: Mapping[str, object]) -> Entry:
    """Part of the caller's transaction. `body`: JSON values; UUIDs and dates as text. `kind` is part of the leaf."""
    written = entry(kind, body)
    insert(written)
    return written


def entry(kind: str, body: Mapping[str, object]) -> Entry:
    """What `record` writes, not written yet.

    `written_at` is this machine's clock and not the act's `at`: it says how long the entry waits for the sealer.
    """
    data, salt, written_at = canonical({**body, "kind": kind}), os.urandom(32), now()
    commitment = commit(salt, data)
    return Entry(
        kind=kind,
        written_at=written_at,
        body=data,
        salt=salt,
        commitment=commitment,
        digest=tree.leaf(leaf_data(kind, written_at, commitment)),
    )
