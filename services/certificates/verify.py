"""Is this certificate or paper genuine, and does it still hold? For strangers: without signing in, by code, number or file.

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

from services.certificates import masking
from services.certificates.identifiers import NotAnIdentifier, parse
from services.certificates.models import Certificate, CertificateFile, PaperFile
from services.certificates.objections import Objection

LARGEST_FILE = 5 * 1024 * 1024  # bytes; ours have some tens of thousands


class VerdictState(StrEnum):
    VALID = "VALID"
    GENUINE = (
        "GENUINE"  # a paper of ours, byte for byte; it says what was so on its day, and does not run out
    )
    REVOKED = "REVOKED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"  # no such certificate, or the code or last four are not its own
    NOT_GENUINE = "NOT_GENUINE"  # this file is not one we issued, byte for byte


@dataclass(frozen=True)
class Verdict:
    """What was found: a certificate, or the paper where GENUINE, or neither. `objection`: why a file is not genuine."""

    state: VerdictState
    certificate: Certificate | None
    checked_at: datetime
    objection: Objection | None = None
    paper: PaperFile | None = None

    @property
    def masked_name(self) -> str:
        return masking.masked_name(name) if (name := self._holder[0]) else ""

    @property
    def last_four(self) -> str:
        return masking.last_four(self._holder[1])

    @property
    def _holder(self) -> tuple[str, str]:
        """As the certificate names them; a paper names whoever it went to."""
        if self.certificate:
            return self.certificate.holder_name, self.certificate.holder_id_no
        return (self.paper.holder.name, self.paper.holder.id_no) if self.paper else ("", "")


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
    file = _on_record(sha256)
    if file is None:
        return Verdict(VerdictState.NOT_GENUINE, None, at, Objection.NOT_ON_RECORD)
    from services.certificates import signing  # a fifth of a second, which most processes never need

    if objection := signing.seal().judge(pdf, sha256):
        return Verdict(VerdictState.NOT_GENUINE, None, at, objection)
    if isinstance(file, PaperFile):
        return Verdict(VerdictState.GENUINE, None, at, paper=file)
    return _standing(file.certificate, at)


def _on_record(sha256: str) -> CertificateFile | PaperFile | None:
    certificates = CertificateFile.objects.defer("pdf").select_related("certificate__type__issuer")
    papers = PaperFile.objects.defer("pdf").select_related("holder")
    return certificates.filter(sha256=sha256).first() or papers.filter(sha256=sha256).first()


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
