"""The PDF of a certificate: rendered and sealed at first opening, stored once, the same bytes ever after.

Rendering takes a tenth of a second and stands outside any transaction; storing is a short one. Two who open it first
at the same moment both render, and both get the file of whoever stored first. GB/T 36905 asks for OFD; a PDF is chosen
because everybody can open one.
"""

import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from services.certificates import drawing
from services.certificates.errors import (
    DocumentUnavailable,
    FontNotReady,
    MissingGlyphs,
    PangoMissing,
    UnknownCertificate,
)
from services.certificates.held_to import HeldTo, held_to
from services.certificates.models import Certificate, CertificateFile
from services.certificates.printing import Sheet, printed
from services.certificates.wording import in_words
from services.ledger.entries import record

__all__ = ["DocumentUnavailable", "FontNotReady", "MissingGlyphs", "PangoMissing", "check_address", "pdf_of"]


def pdf_of(certificate_id: UUID) -> bytes:
    """The sealed PDF, made if nobody has opened it yet. Asks for no permission: the caller has found the certificate.

    Raises `UnknownCertificate`, and `DocumentUnavailable`: `FontNotReady` (try again), `MissingGlyphs` (a person must
    look), `PangoMissing`. RuntimeError inside a transaction.
    """
    with transaction.atomic(
        durable=True
    ):  # durable: fails at once where rendering would hold up somebody's transaction
        if kept := CertificateFile.objects.filter(pk=certificate_id).first():
            return bytes(kept.pdf)
    certificate = Certificate.objects.select_related("type__issuer").filter(pk=certificate_id).first()
    if certificate is None:
        raise UnknownCertificate(certificate_id)
    return _kept(certificate_id, printed(sheet(certificate)))


def sheet(certificate: Certificate) -> Sheet:
    checkpoint = held_to()
    return Sheet(
        source=certificate.source,
        holder_id=certificate.holder_id,
        department_id=certificate.type.issuer_id,
        number=certificate.identifier,
        html=page(certificate, checkpoint),
        record=data(certificate, checkpoint),
    )


@transaction.atomic(durable=True)
def _kept(certificate_id: UUID, sealed: bytes) -> bytes:
    """What is on record after this: ours, or the file of whoever was first."""
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate_id)
    sha256 = hashlib.sha256(sealed).hexdigest()
    file, is_ours = CertificateFile.objects.get_or_create(
        certificate=locked, defaults={"pdf": sealed, "sha256": sha256}
    )
    if is_ours:
        record("certificate_sealed", {"certificate": str(certificate_id), "sha256": sha256})
    return bytes(file.pdf)


def check_address(certificate: Certificate) -> str:
    """What the code on the certificate opens: the public page that says whether it is genuine and in force."""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}/verify/{certificate.identifier}/{certificate.check_code}/"


def page(certificate: Certificate, checkpoint: HeldTo | None = None) -> str:
    """The HTML the PDF is made of."""
    issuer = certificate.wording["issuer"]
    return render_to_string(
        f"certificates/{certificate.type.template}.html",
        {
            "certificate": certificate,
            **certificate.wording,
            "issued_on": in_words(certificate.issued_on),
            "valid_from": in_words(certificate.valid_from),
            "valid_to": in_words(certificate.valid_to) if certificate.valid_to else None,
            "created": localtime(certificate.issued_at).isoformat(timespec="seconds"),
            "identifier_parts": certificate.identifier.split("."),
            "seal": _drawn(drawing.seal(issuer["zh"])),
            "scan_code": _drawn(drawing.scan_code(check_address(certificate), "核验二维码")),
            "check_page": f"{settings.PUBLIC_ADDRESS.rstrip('/')}/verify/",
            "frame": drawing.frame_address(),
            "rosette": drawing.rosette_address(),
            "checkpoint": checkpoint,
        },
    )


def data(certificate: Certificate, checkpoint: HeldTo | None = None) -> str:
    """The certificate as JSON, attached to the PDF for machines."""
    content: dict[str, Any] = {
        "identifier": certificate.identifier,
        "type": {"code": certificate.type.type_code, "name": certificate.wording["title"]},
        "issuer": {"code": certificate.type.issuer.credit_code, "name": certificate.wording["issuer"]},
        "holder": {"name": certificate.holder_name, "id_no": certificate.holder_id_no},
        "issued_at": localtime(certificate.issued_at).isoformat(),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_to": _iso(certificate.valid_to),
        "statement": certificate.wording["statement"],
        "record": certificate.record,
        "check": check_address(certificate),
    }
    if checkpoint:
        content["ledger"] = checkpoint.for_machines()
    return json.dumps(content, ensure_ascii=False, indent=1)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _drawn(svg: str) -> SafeString:
    """Drawings are made of numbers and outlines by our own code; nobody's words are in them."""
    return mark_safe(svg)  # noqa: S308
