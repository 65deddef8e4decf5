"""The receipt of a consent: what was agreed to, for a person to keep, and our signature on the exact bytes.

Its fields are those of ISO/IEC TS 27560 that say something here: whose, for what, which data, from whom, for how long, and
how to take it back. Signed with Ed25519; the key is drawn from the secret of the blind index, so it changes only with it.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from services.sealing.keys import keyed_digest
from services.sharing.inquiry import canonical
from services.sharing.models import Consent

SCHEMA = "ISO/IEC TS 27560:2023"


def sign(receipt: bytes) -> bytes:
    return _key(settings.BLIND_INDEX_KEY).sign(receipt)


def public_key() -> str:
    """Base64 of the 32 bytes with which anybody checks a receipt."""
    raw = _key(settings.BLIND_INDEX_KEY).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return b64encode(raw).decode()


@cache
def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex(keyed_digest(b"key", "sharing_consent.receipt"))
    )


def is_genuine(consent: Consent) -> bool:
    """Whether the row says what its receipt says, and the receipt is one of ours."""
    receipt = bytes(consent.receipt)
    try:
        _key(settings.BLIND_INDEX_KEY).public_key().verify(bytes(consent.signature), receipt)
        said: Mapping[str, Any] = json.loads(receipt)
    except (InvalidSignature, ValueError):
        return False
    return said == _said(consent)


def write_receipt(consent: Consent) -> bytes:
    """The bytes that are signed and handed over. Canonical, so the same consent has one receipt."""
    return canonical(_said(consent))


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
