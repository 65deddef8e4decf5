"""Signatures at the department's side, written apart from the portal's: both read the same two pages of
docs/integrating.md, and what one signs the other has to understand.

A department makes its key at first start, mode 400, and lays its public half where the portal looks for it. It hears only
the gateway whose public key lies in the same folder:

    FOLDER/gateway.json            read at every question, so that the portal may make its key later
    FOLDER/simulators/CODE.key     ours, 32 bytes in base64
    FOLDER/departments/CODE.json   our public keys, [{"id", "suite", "public", "from", "until"}]
"""

import hashlib
import json
import os
import re
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

QUESTION = [
    "Gw-Suite",
    "Gw-Key-Id",
    "Gw-Client",
    "Gw-Service",
    "Gw-Id",
    "Gw-Nonce",
    "Gw-Created",
    "Gw-Deadline",
    "Gw-User",
    "Gw-Represented",
    "Gw-Issue",
    "Gw-Purpose",
    "Gw-Policy",
    "Gw-Consent",
    "Content-Type",
    "Content-Digest",
]
ANSWER = [
    "Gw-Suite",
    "Gw-Key-Id",
    "Gw-Id",
    "Gw-Nonce",
    "Gw-Request-Hash",
    "Gw-Subject-Hash",
    "Gw-As-Of",
    "Content-Type",
    "Content-Digest",
]
DIGESTS = {"ed25519-sha256": ("sha-256", hashes.SHA256()), "ed25519-sm3": ("sm3", hashes.SM3())}
ASKERS = re.compile(r"citizen (subject)?|officer:[\w.@+-]+ [\w-]+|system [\w-]*", re.ASCII)  # who, for whom
SKEW_SECONDS, REMEMBERED_SECONDS = 120.0, 600.0


class Untrusted(Exception):
    """The code says why the question is not heard."""


def digest(suite: str, data: bytes) -> bytes:
    hashing = hashes.Hash(DIGESTS[suite][1])
    hashing.update(data)
    return hashing.finalize()


def text(first: str, names: list[str], headers: Mapping[str, str]) -> bytes:
    return "\n".join([first, *(f"{name.lower()}: {headers.get(name) or ''}" for name in names)]).encode(
        "ascii"
    )


def content_digest(suite: str, body: bytes) -> str:
    return f"{DIGESTS[suite][0]}=:{b64encode(digest(suite, body)).decode()}:"


class Keys:
    """Of one department, in the folder both sides look into."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder, self.code = folder, code
        self.private = _private(folder / "simulators" / f"{code}.key")
        self.public = self.private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(self.public).hexdigest()[:16]
        _write(folder / "departments" / f"{code}.json", [self.line(suite) for suite in DIGESTS])

    def line(self, suite: str) -> dict[str, str | None]:
        public = b64encode(self.public).decode()
        return {"id": self.id, "suite": suite, "public": public, "from": None, "until": None}

    def gateway(self) -> tuple[str, Ed25519PublicKey]:
        """Raises Untrusted while the portal has shown no key."""
        try:
            told = json.loads((self.folder / "gateway.json").read_text(encoding="utf-8"))
            return told["id"], Ed25519PublicKey.from_public_bytes(b64decode(told["public"]))
        except (OSError, ValueError, KeyError):
            raise Untrusted("no_gateway_key") from None

    def sign(self, suite: str, headers: dict[str, str], body: bytes) -> dict[str, str]:
        """The headers of an answer with the department's name under them."""
        whole = {
            "Gw-Suite": suite,
            "Gw-Key-Id": self.id,
            "Content-Digest": content_digest(suite, body),
        } | headers
        signature = self.private.sign(text("200", ANSWER, whole))
        return whole | {"Gw-Signature": b64encode(signature).decode()}


class Guard:
    """Hears a question once: signed by the gateway, for us, of now, and with a nonce not seen in ten minutes."""

    def __init__(self, keys: Keys, skew: float = SKEW_SECONDS) -> None:
        """`skew`: by how many seconds the gateway's clock may differ from ours."""
        self.keys, self.skew = keys, skew
        self._seen: dict[str, float] = {}
        self._bodies: dict[str, str] = {}
        self._lock = Lock()

    def check(self, first: str, headers: Mapping[str, str], body: bytes) -> str:
        """The digest an answer repeats. Raises Untrusted."""
        signed = self._verified(first, headers, body)
        if headers.get("Gw-Service") != self.keys.code:
            raise Untrusted("for_somebody_else")
        if not ASKERS.fullmatch(f"{headers.get('Gw-User') or ''} {headers.get('Gw-Represented') or ''}"):
            raise Untrusted("nobody_asks")
        self._check_time(headers.get("Gw-Created") or "")
        self._once(headers.get("Gw-Nonce") or "", headers.get("Gw-Id") or "", headers["Content-Digest"])
        return digest(headers["Gw-Suite"], signed).hex()

    def _verified(self, first: str, headers: Mapping[str, str], body: bytes) -> bytes:
        key_id, key = self.keys.gateway()
        suite = headers.get("Gw-Suite") or ""
        if suite not in DIGESTS or headers.get("Gw-Key-Id") != key_id:
            raise Untrusted("unknown_key")
        if headers.get("Content-Digest") != content_digest(suite, body):
            raise Untrusted("another_body")
        signed = text(first, QUESTION, headers)
        try:
            key.verify(b64decode(headers.get("Gw-Signature") or ""), signed)
        except (InvalidSignature, ValueError):
            raise Untrusted("bad_signature") from None
        return signed

    def _check_time(self, created: str) -> None:
        try:
            off = abs(datetime.fromisoformat(created).timestamp() - time.time())
        except ValueError:
            raise Untrusted("no_time") from None
        if off > self.skew:
            raise Untrusted("another_time")

    def _once(self, nonce: str, call: str, body_digest: str) -> None:
        now = time.monotonic()
        with self._lock:
            for old in [each for each, at in self._seen.items() if at < now - REMEMBERED_SECONDS]:
                del self._seen[old]
            if not nonce or nonce in self._seen:
                raise Untrusted("replayed")
            if self._bodies.setdefault(call, body_digest) != body_digest:
                raise Untrusted("call_reused")
            self._seen[nonce] = now


def _private(file: Path) -> Ed25519PrivateKey:
    """Made at first start; of two starts at once the first to link wins."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        made = file.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_bytes(b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
        made.chmod(0o400)
        try:
            os.link(made, file)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return Ed25519PrivateKey.from_private_bytes(b64decode(file.read_bytes()))


def _write(file: Path, lines: list[dict[str, str | None]]) -> None:
    """What an operator has added beside our own line, such as a key that comes or goes, stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    if all(line in kept for line in lines):
        return
    made = file.with_suffix(f".{os.getpid()}")
    made.write_text(json.dumps([*lines, *kept]), encoding="utf-8")
    made.replace(file)
