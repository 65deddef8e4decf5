"""A department as a witness of the portal's log (C2SP tlog-witness): it remembers the last checkpoint it accepted in a file of
its own, and signs a newer one only with a proof that the newer one continues it.

Files in its folder: `NAME.key` (its secret), `NAME.vkey` (public), `NAME.checkpoint` (the last one it accepted), all its own;
and `log.vkey`, the public keys of the log, a line each, as whoever runs the portal handed them over.
"""

import os
import struct
import threading
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KIND = b"\x04"
LONGEST = 18  # digits of a size


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    kind: str = "text/plain; charset=utf-8"


class Witness:
    def __init__(self, name: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self._folder, self._one = name, folder, threading.Lock()
        self._key = self._own_key()
        self.public = self._key.public_key().public_bytes_raw()
        self.id = sha256(name.encode() + b"\n" + KIND + self.public).digest()[:4]
        self._write("vkey", f"{name}+{self.id.hex()}+{b64encode(KIND + self.public).decode()}\n")

    def last(self) -> str:
        """The checkpoint it holds; empty before the first."""
        file = self._file("checkpoint")
        return file.read_text() if file.exists() else ""

    def add(self, request: str) -> Reply:
        """`old SIZE`, the proof a line each, an empty line, the checkpoint."""
        try:
            head, _, note = request.partition("\n\n")
            first, *proof = head.split("\n")
            old = _number(first.removeprefix("old "))
            size, root = _statement(note)
            steps = [b64decode(step, validate=True) for step in proof]
        except (ValueError, IndexError):
            return Reply(400, "not understood\n")
        if not self._is_from_the_log(note):
            return Reply(403, "not signed by the log I watch\n")
        with self._one:
            return self._judge(old, steps, size, root, note)

    def _judge(self, old: int, proof: list[bytes], size: int, root: bytes, note: str) -> Reply:
        held, held_root = _statement(self.last()) if self.last() else (0, b"")
        if old > size:
            return Reply(400, "shrinks\n")
        if old != held:
            return Reply(409, f"{held}\n", "text/x.tlog.size")
        if held == size and held_root != root:
            return Reply(409, f"{held}\n", "text/x.tlog.size")
        if held and not continues(proof, held, size, held_root, root):
            return Reply(422, "does not continue what I have seen\n")
        self._write("checkpoint", note)
        return Reply(200, self._signed(note))

    def _is_from_the_log(self, note: str) -> bool:
        """One of its lines is the signature of a key that was handed over."""
        file = self._folder / "log.vkey"
        known = file.read_text().splitlines() if file.exists() else []
        text, _, lines = note.partition("\n\n")
        origin = text.split("\n")[0]
        return any(
            _signed_by(key, f"{text}\n", line)
            for key in known
            for line in lines.splitlines()
            if key.startswith(f"{origin}+") and line.startswith(f"— {origin} ")
        )

    def _signed(self, note: str) -> str:
        seconds = int(time.time())
        text = note.partition("\n\n")[0] + "\n"
        signature = self._key.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        return f"— {self.name} {b64encode(self.id + struct.pack('>Q', seconds) + signature).decode()}\n"

    def _own_key(self) -> Ed25519PrivateKey:
        file = self._file("key")
        if not file.exists():
            self._write("key", Ed25519PrivateKey.generate().private_bytes_raw().hex())
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text()))

    def _file(self, kind: str) -> Path:
        return self._folder / f"{self.name}.{kind}"

    def _write(self, kind: str, text: str) -> None:
        """Whole or not at all, on the disk before anybody hears of it: a witness that forgets is none."""
        made = self._folder / f"{self.name}.{kind}.{os.getpid()}"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made.replace(self._file(kind))


def continues(proof: list[bytes], old: int, size: int, old_root: bytes, root: bytes) -> bool:
    """RFC 9162 2.1.4.2."""
    if old == size:
        return not proof and old_root == root
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not steps:
        return False
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = _node(step, first), _node(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = _node(second, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (first, second) == (old_root, root)


def _signed_by(key: str, text: str, line: str) -> bool:
    try:
        public = b64decode(key.split("+", 2)[2], validate=True)[1:]
        signature = b64decode(line.rpartition(" ")[2], validate=True)[4:]
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except (ValueError, IndexError, InvalidSignature):
        return False
    return True


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def _statement(note: str) -> tuple[int, bytes]:
    """Size and root. Raises ValueError or IndexError."""
    lines = note.partition("\n\n")[0].split("\n")
    root = b64decode(lines[2], validate=True)
    if len(root) != len(sha256().digest()):
        raise ValueError
    return _number(lines[1]), root


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST:
        raise ValueError
    return int(text)
