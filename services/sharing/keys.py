"""The keys that questions and answers are signed with: ours, and the register of the departments' public ones.

One folder, `GATEWAY_KEY_FOLDER`, outside the database, so that whoever may write rows cannot make a department:

    gateway.key             our private key, 32 bytes in base64, mode 400
    gateway.json            its public half, for the departments
    departments/CODE.json   [{"id", "suite", "public", "from", "until"}]: one line a key; times are ISO or null

A department changes its key by a second line that begins before the first one ends; the file is read again when it has
changed. Outside production our own key is made at first use; production has it put there.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from services.sharing.signatures import SUITES, Ed25519Signer, Signer, key_id

PRIVATE, PUBLIC = "gateway.key", "gateway.json"


@dataclass(frozen=True)
class TrustedKey:
    """A department's public key and when it counts; None is open."""

    id: str
    suite: str
    public: bytes
    valid_from: datetime | None
    valid_until: datetime | None

    def is_valid(self, at: datetime) -> bool:
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_until is None or at < self.valid_until)


def keys_of(department_code: str, *, at: datetime) -> Sequence[TrustedKey]:
    """Those that count then. None where the file is missing or cannot be read: then no answer is believed."""
    file = Path(settings.GATEWAY_KEY_FOLDER) / "departments" / f"{department_code}.json"
    try:
        changed = file.stat().st_mtime_ns
        return [each for each in _registered(file, changed) if each.is_valid(at)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


@lru_cache(maxsize=128)
def _registered(file: Path, changed: int) -> Sequence[TrustedKey]:
    return [_read(each) for each in json.loads(file.read_text(encoding="utf-8"))]


def _read(line: dict[str, Any]) -> TrustedKey:
    public = b64decode(line["public"], validate=True)
    if line["suite"] not in SUITES or line["id"] != key_id(public):
        raise ValueError("no key of ours to read")
    return TrustedKey(
        line["id"], line["suite"], public, _moment(line.get("from")), _moment(line.get("until"))
    )


def _moment(text: str | None) -> datetime | None:
    found = datetime.fromisoformat(text) if text else None
    if found and found.tzinfo is None:
        raise ValueError("a moment without a zone")
    return found


def gateway_signer() -> Signer:
    """Ours. Raises ImproperlyConfigured where production has none."""
    return _signer(Path(settings.GATEWAY_KEY_FOLDER), settings.GATEWAY_SUITE)


@lru_cache(maxsize=8)
def _signer(folder: Path, suite: str) -> Signer:
    private = folder / PRIVATE
    if not private.exists():
        if settings.PRODUCTION:
            raise ImproperlyConfigured(f"{private} is missing: production makes no key itself.")
        _make(private)
    signer = Ed25519Signer(b64decode(private.read_text().strip()), suite)
    _announce(folder / PUBLIC, signer)
    return signer


def _make(private: Path) -> None:
    """Whoever links first wins; two starts at once end with one key."""
    private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = private.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    made.write_text(b64encode(secrets.token_bytes(32)).decode())
    made.chmod(0o400)
    try:
        os.link(made, private)
    except FileExistsError:
        pass
    finally:
        made.unlink()


def _announce(file: Path, signer: Ed25519Signer) -> None:
    line = {"id": signer.key_id, "suite": signer.suite, "public": b64encode(signer.public).decode()}
    content = json.dumps(line)
    if file.exists() and file.read_text(encoding="utf-8") == content:
        return
    made = file.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    made.write_text(content, encoding="utf-8")
    made.replace(file)
