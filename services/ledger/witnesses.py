"""Who watches the log from outside: their names, addresses and public keys, and what they have seen.

Keys lie in a folder as the departments handed them over, `NAME.vkey`. A witness's last checkpoint is a file on the witness's
machine (in the demonstration in the same folder, `NAME.checkpoint`): a copy of it tells what this database was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from services.ledger import notes


@dataclass(frozen=True)
class Seen:
    """A checkpoint that a witness has accepted."""

    witness: str
    size: int
    root: bytes


class NotOurs(Exception):
    """The file of a witness holds no checkpoint that this log has signed."""


def keys() -> dict[str, notes.Key]:
    """By name."""
    found = (notes.key(file.read_text()) for file in sorted(settings.WITNESS_FOLDER.glob("*.vkey")))
    return {key.name: key for key in found if key.kind == notes.WITNESS}


def seen_in(file: Path) -> Seen:
    """Raises NotOurs: a forged file must not make anybody believe that the log was rolled back."""
    return seen(file.read_text(), file.stem)


def seen(note: str, witness: str) -> Seen:
    if not any(notes.signed_by(key, note) for key in notes.own_keys()):
        raise NotOurs(witness)
    said = notes.read(note)
    return Seen(witness, said.size, said.root)


def files() -> Iterable[Path]:
    """Those at hand on this machine."""
    return sorted(settings.WITNESS_FOLDER.glob("*.checkpoint"))
