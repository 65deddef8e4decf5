"""The key ring: one active key seals, every key we hold opens.

A sealed value is: version 1, key number, nonce (12 bytes), ciphertext with tag (AES-256-GCM). Its *place* (table, column
and row) is authenticated with it, so a value that was moved does not open.
"""

import hmac
import os
import unicodedata
from base64 import b64decode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from services.sealing.receipts import Receipt, admit

VERSION = 1
SHORTEST = 30  # version, key number, nonce and tag around nothing


class CannotOpen(Exception):
    """Changed, moved from another row or column, or sealed with a key we do not hold."""


@cache
def _ring() -> dict[int, AESGCM]:
    return {int(number): AESGCM(b64decode(key)) for number, key in settings.SEALING_KEYS.items()}


def seal(plain: bytes, place: str) -> bytes:
    number, nonce = settings.SEALING_ACTIVE_KEY, os.urandom(12)
    return bytes([VERSION, number]) + nonce + _ring()[number].encrypt(nonce, plain, place.encode())


def open_(sealed: bytes, place: str, receipt: Receipt | None = None) -> bytes:
    """Raises `CannotOpen`; nothing that is not a value of this very place is ever returned. Raises `NoReceipt` where the place
    is guarded and no entry of the ledger tells of the reading."""
    admit(place, receipt)
    return _decrypt(sealed, place)


def check(sealed: bytes, place: str) -> None:
    """Raises `CannotOpen`. Nobody sees the value, so there is no reading."""
    _decrypt(sealed, place)


def seal_anew(sealed: bytes, place: str) -> bytes:
    """The same value under the active key; nobody sees it here either. Raises `CannotOpen`."""
    return seal(_decrypt(sealed, place), place)


def _decrypt(sealed: bytes, place: str) -> bytes:
    if len(sealed) < SHORTEST or sealed[0] != VERSION:
        raise CannotOpen(f"{place}: not a sealed value")
    try:
        return _ring()[sealed[1]].decrypt(sealed[2:14], sealed[14:], place.encode())
    except KeyError:
        raise CannotOpen(f"{place}: key {sealed[1]} is not in the ring") from None
    except InvalidTag:
        raise CannotOpen(f"{place}: changed or moved") from None


def number_of(sealed: bytes) -> int:
    """Of the key that a value was sealed with."""
    return sealed[1]


def keyed_digest(data: bytes, place: str) -> str:
    """64 hex digits that tell whether data are the same, and to nobody without the key what they are."""
    return hmac.digest(b64decode(settings.BLIND_INDEX_KEY), place.encode() + b"\0" + data, "sha256").hex()


def blind(value: str, column: str) -> bytes:
    """16 bytes that are equal for equal values, in whatever width or case they were typed. For exact lookups only."""
    plain = "".join(unicodedata.normalize("NFKC", value).upper().split())
    return hmac.digest(b64decode(settings.BLIND_INDEX_KEY), f"{column}\0{plain}".encode(), "sha256")[:16]
