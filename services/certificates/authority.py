"""The keys behind the seal: a root, a seal for documents and a time-stamping key, all ECDSA P-256.

Outside production they are made once by a demonstration authority that signs twice and forgets its own key; two
processes that start at once end with one set. In production the folder must be there, filled from a licensed authority;
keys in a hardware module need another `signing.KeySigner`. Not done: revocation lists, renewal (a new seal makes
files sealed with the old one not genuine).
"""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ROOT, SEAL, STAMP = "云州市一网通办演示根", "云州市电子印章（演示）", "云州市时间戳（演示）"
FILES = ("root.pem", "seal.pem", "seal.key", "stamp.pem", "stamp.key")
# Nothing depends on when a demonstration was set up.
FIRST_MOMENT, LAST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Signatory:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Authority:
    root: x509.Certificate
    seal: Signatory
    stamp: Signatory


def authority() -> Authority:
    """The keys of this installation, made if they may be. Raises `ImproperlyConfigured` with what to do."""
    folder = settings.SEAL_FOLDER
    if not _complete(folder):
        if settings.PRODUCTION:
            raise ImproperlyConfigured(
                f"{folder} must hold {', '.join(FILES)}. Production makes no keys itself."
            )
        make(folder)
    return load(folder)


def make(folder: Path) -> None:
    """A new authority in `folder`, which must be missing or empty; a complete one that is there already stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".{folder.name}.{uuid4().hex}")
    fresh.mkdir(mode=0o700)
    try:
        _write(fresh)
        _move(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _move(fresh: Path, folder: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError:  # the folder holds something: another process was first, or it is not ours to fill
        if not _complete(folder):
            raise ImproperlyConfigured(
                f"{folder} lacks some of {', '.join(FILES)}. Empty it or fill it."
            ) from None


@cache
def load(folder: Path) -> Authority:
    def signatory(name: str) -> Signatory:
        key = load_pem_private_key((folder / f"{name}.key").read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ImproperlyConfigured(f"{folder / name}.key is not a key on an elliptic curve.")
        return Signatory(certificate(name), key)

    def certificate(name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())

    return Authority(certificate("root"), signatory("seal"), signatory("stamp"))


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in FILES)


def _write(folder: Path) -> None:
    root_key, seal_key, stamp_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = _certify(ROOT, root_key.public_key(), ROOT, root_key, ca=True)
    seal = _certify(SEAL, seal_key.public_key(), ROOT, root_key)
    stamp = _certify(STAMP, stamp_key.public_key(), ROOT, root_key, usage=ExtendedKeyUsageOID.TIME_STAMPING)
    for name, certificate in (("root", root), ("seal", seal), ("stamp", stamp)):
        _keep(folder / f"{name}.pem", certificate.public_bytes(Encoding.PEM))
    for name, key in (("seal", seal_key), ("stamp", stamp_key)):
        _keep(folder / f"{name}.key", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _keep(file: Path, content: bytes) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)


def _certify(
    subject: str,
    public_key: ec.EllipticCurvePublicKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    ca: bool = False,
    usage: ObjectIdentifier | None = None,
) -> x509.Certificate:
    """X.509 as RFC 5280 and RFC 3161 ask for; path builders want both key identifiers."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(_named(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST_MOMENT)
        .not_valid_after(LAST_MOMENT)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(_key_usage(ca=ca, documents=not ca and usage is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _named(common_name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    )


def _key_usage(*, ca: bool, documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=documents,
        key_cert_sign=ca,
        crl_sign=ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
