"""Checkpoints as signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature): text that anyone can keep and check.

    yunzhou.example/ledger          the log's name
    70312                           how many entries
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     root of the tree
    time 2026-11-28T06:22:58Z       when it was made

    — yunzhou.example/ledger Vw2V…  Ed25519 over the text above
    — civil_affairs kZ1Q…           a witness: what it saw before is the beginning of this

A verification key is `NAME+ID+KEY`: eight hex digits that every signature repeats, and the algorithm with the public key.
"""

import struct
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

LOG, WITNESS = b"\x01", b"\x04"  # kinds of keys: Ed25519 over the note, Ed25519 over a time and the note
ID, DIGEST, TIMED = 4, 32, 8 + 64  # bytes


class BadNote(Exception):
    """Not a checkpoint, or not a verification key."""


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says. `text`: the exact lines that are signed."""

    origin: str
    size: int
    root: bytes
    text: str


@dataclass(frozen=True)
class Key:
    """Somebody's public key."""

    name: str
    kind: bytes
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:ID]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(self.kind + self.public).decode()}"


def key(text: str) -> Key:
    """Raises BadNote."""
    try:
        name, number, data = text.strip().split("+", 2)
        raw = b64decode(data, validate=True)
    except (ValueError, NotBase64) as error:
        raise BadNote("not a verification key") from error
    found = Key(name, raw[:1], raw[1:])
    if found.kind not in {LOG, WITNESS} or len(found.public) != DIGEST or found.id.hex() != number:
        raise BadNote("not a verification key")
    return found


@cache
def _private(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b64decode(seed))


def own_key() -> Key:
    """That of this log."""
    return Key(settings.LEDGER_ORIGIN, LOG, _private(settings.LEDGER_KEY).public_key().public_bytes_raw())


def own_keys() -> list[Key]:
    """The present one and those it had before."""
    return [own_key(), *(key(text) for text in settings.LEDGER_FORMER_KEYS)]


def written(size: int, root: bytes, at: datetime) -> str:
    """The note of this log, signed."""
    time = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f"{settings.LEDGER_ORIGIN}\n{size}\n{b64encode(root).decode()}\ntime {time}\n"
    return f"{text}\n{line(own_key(), _private(settings.LEDGER_KEY).sign(text.encode()))}\n"


def line(by: Key, signature: bytes) -> str:
    return f"— {by.name} {b64encode(by.id + signature).decode()}"


def read(note: str) -> Statement:
    """Raises BadNote. Says nothing of signatures."""
    text, _, _ = note.partition("\n\n")
    lines = text.split("\n")
    try:
        root = b64decode(lines[2], validate=True)
        size = int(lines[1])
    except (ValueError, IndexError, NotBase64) as error:
        raise BadNote("not a checkpoint") from error
    if len(root) != DIGEST or str(size) != lines[1] or size < 0 or not lines[0]:
        raise BadNote("not a checkpoint")
    return Statement(lines[0], size, root, f"{text}\n")


def signed_by(by: Key, note: str) -> bool:
    """One of the note's signatures is this key's, and right."""
    try:
        text = read(note).text
    except BadNote:
        return False
    return any(_holds(by, text, signature) for signature in _signatures(by, note))


def _signatures(by: Key, note: str) -> list[bytes]:
    found = []
    for each in note.partition("\n\n")[2].splitlines():
        mark, _, rest = each.partition(" ")
        name, _, data = rest.rpartition(" ")
        try:
            raw = b64decode(data, validate=True)
        except NotBase64:
            continue
        if mark == "—" and name == by.name and raw[:ID] == by.id:
            found.append(raw[ID:])
    return found


def _holds(by: Key, text: str, signature: bytes) -> bool:
    signed = text.encode()
    if by.kind == WITNESS:
        if len(signature) != TIMED:
            return False
        (seconds,) = struct.unpack(">Q", signature[:8])
        signed, signature = co_signed(text, seconds), signature[8:]
    try:
        Ed25519PublicKey.from_public_bytes(by.public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def co_signed(text: str, seconds: int) -> bytes:
    """What a witness signs: when it looked, and the note's text."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def moment(text: str) -> datetime | None:
    """When a statement's checkpoint was made, as it says itself."""
    for each in text.splitlines()[3:]:
        if each.startswith("time "):
            try:
                return datetime.fromisoformat(each.removeprefix("time ").replace("Z", "+00:00"))
            except ValueError:
                return None
    return None
