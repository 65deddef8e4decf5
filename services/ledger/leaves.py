"""What a leaf is. For ever and public: kind, time, and a salted commitment to what was said. Nothing else.

The salt makes the commitment say nothing to whoever guesses: identity numbers have few digits. With salt and body gone
the leaf stays what it was, and so does every proof.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from services.ledger import tree
from services.ledger.models import Entry


def canonical(body: Mapping[str, object]) -> bytes:
    """One way to write it: sorted keys, no blanks, UTF-8. Raises `TypeError` or `ValueError` for what JSON cannot say."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def commit(salt: bytes, body: bytes) -> bytes:
    return hmac.digest(salt, body, "sha256")


def leaf_data(kind: str, written_at: datetime, commitment: bytes) -> bytes:
    at = written_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return canonical({"at": at, "commitment": commitment.hex(), "kind": kind})


def data_of(entry: Entry) -> bytes | None:
    """The leaf as its row says; None where it cannot be said: an old entry whose body is gone."""
    if entry.commitment is None or entry.written_at is None:
        return None if entry.body is None else bytes(entry.body)
    return leaf_data(entry.kind, entry.written_at, bytes(entry.commitment))


def belongs_together(entry: Entry) -> bool:
    """Body, salt, commitment, kind and digest are those that were written, as far as the row itself can tell."""
    data = data_of(entry)
    if data is None:
        return True  # erased: the tree alone vouches for the digest
    if tree.leaf(data) != bytes(entry.digest):
        return False
    if entry.body is None:
        return True
    body = bytes(entry.body)
    opens = entry.commitment is None or (
        entry.salt is not None and commit(bytes(entry.salt), body) == bytes(entry.commitment)
    )
    return opens and _said(body, "kind") == entry.kind


def committed_to(leaf: bytes) -> object:
    return _said(leaf, "commitment")


def _said(text: bytes, name: str) -> object:
    try:
        return json.loads(text)[name]
    except (ValueError, LookupError, TypeError):
        return None
