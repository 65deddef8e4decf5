"""Is this certificate genuine, and does it still hold? For strangers: without signing in, by code, number or file.

Whoever lacks the code of the certificate, or its number and the holder's last four, learns nothing: an unknown number
and wrong last four give the same answer. A file is looked up by its SHA-256 before anybody parses it, so what a
stranger made up never reaches the PDF reader. Guessing is slowed down by the page, not here.
"""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.certificates import masking, signing
from services.certificates.identifiers import NotAnIdentifier, parse
from services.certificates.models import Certificate, CertificateFile
from services.certificates.signing import Objection

LARGEST_FILE = 5 * 1024 * 1024  # bytes; ours have some tens of thousands


class VerdictState(StrEnum):
    VALID = "VALID"
    REVOKED = "REVOKED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"  # no such certificate, or the code or last four are not its own
    NOT_GENUINE = "NOT_GENUINE"  # this file is not one we issued, byte for byte


@dataclass(frozen=True)
class Verdict:
    """`certificate` is there unless UNKNOWN or NOT_GENUINE; `objection` says why a file is not genuine."""

    state: VerdictState
    certificate: Certificate | None
    checked_at: datetime
    objection: Objection | None = None

    @property
    def masked_name(self) -> str:
        return masking.masked_name(self.certificate.holder_name) if self.certificate else ""

    @property
    def last_four(self) -> str:
        return masking.last_four(self.certificate.holder_id_no) if self.certificate else ""


def by_code(identifier: str, check_code: str, *, at: datetime) -> Verdict:
    """What the code printed on a certificate leads to."""
    certificate = _found(identifier)
    if certificate and _same(certificate.check_code, check_code):
        return _standing(certificate, at)
    return Verdict(VerdictState.UNKNOWN, None, at)


def by_number(identifier: str, last_four: str, *, at: datetime) -> Verdict:
    """The identifier as somebody typed it, and the last four characters of the holder's ID number."""
    certificate = _found(identifier)
    if certificate and _same(masking.last_four(certificate.holder_id_no), last_four):
        return _standing(certificate, at)
    return Verdict(VerdictState.UNKNOWN, None, at)


def by_file(pdf: bytes, *, at: datetime) -> Verdict:
    """Never raises for what is in the file. Faces stop reading an upload behind `LARGEST_FILE`."""
    if len(pdf) > LARGEST_FILE:
        return Verdict(VerdictState.NOT_GENUINE, None, at, Objection.TOO_LARGE)
    sha256 = hashlib.sha256(pdf).hexdigest()
    file = (
        CertificateFile.objects.defer("pdf")
        .select_related("certificate__type__issuer")
        .filter(sha256=sha256)
        .first()
    )
    if file is None:
        return Verdict(VerdictState.NOT_GENUINE, None, at, Objection.NOT_ON_RECORD)
    if objection := signing.seal().judge(pdf, file.sha256):
        return Verdict(VerdictState.NOT_GENUINE, None, at, objection)
    return _standing(file.certificate, at)


def _found(identifier: str) -> Certificate | None:
    try:
        canonical = str(parse(identifier))
    except NotAnIdentifier:
        return None
    return Certificate.objects.select_related("type__issuer").filter(identifier=canonical).first()


def _same(right: str, given: str) -> bool:
    plain = "".join(unicodedata.normalize("NFKC", given).upper().split())
    return hmac.compare_digest(right.encode(), plain.encode(errors="replace"))


def _standing(certificate: Certificate, at: datetime) -> Verdict:
    return Verdict(VerdictState(certificate.state_at(at)), certificate, at)
