"""What people take away: the proof of one entry as a file, and the whole log as an export for auditors.

Both are read by `ledger_check.py`, which knows neither Django nor this package and is handed out at /transparency/.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from services.ledger import notes
from services.ledger.checkpoints import newest, published
from services.ledger.leaves import data_of
from services.ledger.models import Checkpoint, Entry
from services.ledger.proofs import NotSealed, prove
from services.ledger.witnesses import keys

FORMAT = "ledger-proof/1"


def proof_file(entry: Entry) -> bytes:
    """JSON, against the newest checkpoint. Asks for no permission. Raises `NotSealed`."""
    checkpoint = newest()
    if checkpoint is None or entry.leaf_index is None or entry.leaf_index >= checkpoint.size:
        raise NotSealed(entry.pk)
    proof = prove(entry, checkpoint.size)
    content = {
        "format": FORMAT,
        "origin": settings.LEDGER_ORIGIN,
        "index": proof.index,
        "path": [b64encode(step).decode() for step in proof.path],
        **_said(proof.leaf, proof.body, proof.salt),
        "checkpoint": published(checkpoint),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def all_keys() -> str:
    """Of the log and of its witnesses, a line each: the file KEYS of `ledger_check.py`."""
    return "".join(f"{key}\n" for key in (*notes.own_keys(), *keys().values()))


def export() -> Iterator[str]:
    """The log as lines of JSON: each entry, and each checkpoint after the last of its entries. Streamed; the first line says
    what it is and which keys sign, though whoever doubts us takes the keys from somebody else."""
    yield _line({"export": settings.LEDGER_ORIGIN, "keys": all_keys().split()})
    entries = Entry.objects.exclude(leaf_index=None).order_by("leaf_index").iterator(1000)
    checkpoints = Checkpoint.objects.exclude(note="").order_by("size").prefetch_related("co_signatures")
    for checkpoint in checkpoints.iterator(200):
        for entry in entries:
            body, salt = (None if part is None else bytes(part) for part in (entry.body, entry.salt))
            yield _line(_said(data_of(entry) or b"", body, salt))
            if (entry.leaf_index or 0) >= checkpoint.size - 1:
                break
        yield _line({"checkpoint": published(checkpoint)})


def _said(leaf: bytes, body: bytes | None, salt: bytes | None) -> dict[str, Any]:
    return {
        "leaf": leaf.decode(),
        "payload": None if body is None else body.decode(),
        "salt": None if salt is None else salt.hex(),
    }


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"
