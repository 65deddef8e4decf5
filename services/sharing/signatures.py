"""Who signed what: the port to a signature scheme, and the two suites that come with the portal.

A suite is a digest and a scheme under one name that stands in every signed message, so a message says itself how it is to
be read and nothing has to be guessed. `ed25519-sm3` is `ed25519-sha256` with the digest of GB/T 32905.

SM2 (GB/T 32918) is a third entry of `SUITES` whose signer and verifier speak to a certified module: `cryptography` has no
SM2, and a private key of that kind does not belong into this process anyway. Nothing else changes: keys, envelope and
registry know a suite by its name only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_ID_LENGTH = 16


class Signer(Protocol):
    """Holds a private key, or knows who does."""

    @property
    def key_id(self) -> str: ...

    @property
    def suite(self) -> str: ...

    def sign(self, data: bytes) -> bytes: ...


class Verifier(Protocol):
    def verify(self, data: bytes, signature: bytes) -> bool: ...


class Ed25519Signer:
    def __init__(self, private: bytes, suite: str) -> None:
        """`private`: the 32 bytes of RFC 8032. Raises ValueError for others."""
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.suite = suite
        self.public = self._key.public_key().public_bytes_raw()
        self.key_id = key_id(self.public)

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


class Ed25519Verifier:
    def __init__(self, public: bytes) -> None:
        """Raises ValueError for bytes that are no key."""
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def verify(self, data: bytes, signature: bytes) -> bool:
        try:
            self._key.verify(signature, data)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Suite:
    """`digest_name` as it stands in `Content-Digest` (RFC 9530)."""

    digest_name: str
    algorithm: hashes.HashAlgorithm
    verifier: Callable[[bytes], Verifier]

    def digest(self, data: bytes) -> bytes:
        hashing = hashes.Hash(self.algorithm)
        hashing.update(data)
        return hashing.finalize()


SUITES: Mapping[str, Suite] = {
    "ed25519-sha256": Suite("sha-256", hashes.SHA256(), Ed25519Verifier),
    "ed25519-sm3": Suite("sm3", hashes.SM3(), Ed25519Verifier),
}


def key_id(public: bytes) -> str:
    """A key names itself: nobody can hand out another one under its id."""
    return SUITES["ed25519-sha256"].digest(public).hex()[:KEY_ID_LENGTH]
