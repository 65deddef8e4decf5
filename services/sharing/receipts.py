"""The receipt of a consent, and of its end: what was agreed to or taken back, for a person to keep, and our signature on it.

Its fields are those of ISO/IEC TS 27560 that say something here: whose, for what, which data, from whom, for how long, and
how to take it back. Signed with Ed25519 under a key for nothing else. A receipt stays good when that key changes, as long as
its public half is named among the former ones.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from services.sealing.keys import keyed_digest
from services.sharing.inquiry import canonical
from services.sharing.models import Consent

SCHEMA = "ISO/IEC TS 27560:2023"


def sign(receipt: bytes) -> bytes:
    return _key(settings.RECEIPT_KEY).sign(receipt)


def public_key(receipt: bytes, signature: bytes) -> str:
    """Base64 of the 32 bytes with which anybody checks it; empty where none of our keys signed it."""
    return next((b64encode(raw).decode() for raw in _trusted() if _signed(raw, receipt, signature)), "")


@cache
def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b64decode(secret))


def _trusted() -> Iterator[bytes]:
    yield _key(settings.RECEIPT_KEY).public_key().public_bytes_raw()
    yield from map(b64decode, settings.RECEIPT_FORMER_KEYS)
    yield _first_key(settings.BLIND_INDEX_KEY)


@cache
def _first_key(secret: str) -> bytes:
    """The public half of the key of the first receipts, which was drawn from the secret of the blind index."""
    drawn = bytes.fromhex(keyed_digest(b"key", "sharing_consent.receipt"))
    return Ed25519PrivateKey.from_private_bytes(drawn).public_key().public_bytes_raw()


def _signed(public: bytes, receipt: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, receipt)
    except InvalidSignature:
        return False
    return True


def is_genuine(consent: Consent) -> bool:
    """Whether the row says what its receipt says, and the receipt is one of ours."""
    receipt = bytes(consent.receipt)
    if not public_key(receipt, bytes(consent.signature)):
        return False
    said: Mapping[str, Any] = json.loads(receipt)
    return said == _said(consent)


def write_receipt(consent: Consent) -> bytes:
    """The bytes that are signed and handed over. Canonical, so the same consent has one receipt."""
    return canonical(_said(consent))


def write_end(consent: Consent) -> bytes:
    """Of a consent that has ended: which one, when and how. Says nothing that its receipt does not."""
    ended = consent.ended_at.astimezone(UTC).isoformat() if consent.ended_at else None
    said = {"schema": SCHEMA, "receipt_id": str(consent.pk), "consent_status": consent.ended_as.lower()}
    about = {
        "purpose": str(consent.purpose),
        "source": consent.source,
        "notice_sha256": consent.notice_sha256,
    }
    return canonical({**said, **about, "revocation_timestamp": ended})


def _said(consent: Consent) -> dict[str, Any]:
    """No names and no values: whoever finds a receipt learns what was agreed to and not by whom."""
    return {
        "schema": SCHEMA,
        "receipt_id": str(consent.pk),
        "pii_principal_id": str(consent.person_id),
        "on_whose_application": str(consent.subject_id),
        "pii_controller": consent.purpose.consumer,
        "purpose": str(consent.purpose),
        "lawful_basis": "consent",
        "pii_categories": sorted(consent.fields),
        "source": consent.source,
        "notice_sha256": consent.notice_sha256,
        "language": consent.language,
        "collection_method": "portal",
        "consent_timestamp": consent.given_at.astimezone(UTC).isoformat(),
        "expiry": consent.expires_at.astimezone(UTC).isoformat(),
        "withdrawal_method": "/me/consents/",
    }


def notice_digest(texts: object) -> str:
    """SHA-256 of the words somebody agreed to."""
    return hashlib.sha256(json.dumps(texts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
