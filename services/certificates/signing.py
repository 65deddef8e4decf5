"""Seals a PDF (PAdES B-T, certifying: nothing may change afterwards) and judges the signature of one handed in.

Signature rules alone let bytes through that change nothing signed (the padding of the signature itself), and would
accept whatever our own key signs. So genuine means: these rules *and* the SHA-256 we recorded, never one alone.
Not done: long-term validation data, an outside time-stamping authority, revocation lists.
"""

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.certificates import lengths
from services.certificates.authority import Authority, Signatory, authority
from services.certificates.objections import Objection

lengths.mend()
T = TypeVar("T")

FIELD = fields.SigFieldSpec(
    "Seal",
    readable_field_name="电子印章",
    # Zero-sized and off the page: PDF/UA then asks neither for a tag nor for contents, PDF/A for no appearance.
    invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
)


class KeySigner(signers.Signer):  # type: ignore[misc]
    """ECDSA with a key parsed once (pyHanko's own signer parses it for every signature)."""

    def __init__(self, signatory: Signatory, root: x509.Certificate) -> None:
        chain = SimpleCertificateStore()
        chain.register(_for_pyhanko(root))
        super().__init__(
            signing_cert=_for_pyhanko(signatory.certificate),
            cert_registry=chain,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )
        self._key = signatory.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._key.sign(data, ec.ECDSA(SHA256()))


class LocalTimeStamper(DummyTimeStamper):  # type: ignore[misc]
    """RFC 3161 answers made in this process. (pyHanko's own one refuses any key but RSA.) Tells the real time."""

    def __init__(self, signer: KeySigner) -> None:
        super().__init__(signer.signing_cert, None)
        self._signer = signer

    async def async_request_tsa_response(self, req: Any) -> Any:
        info = self._build_tst_info(req["message_imprint"], timezone.now(), req)
        content = {"content_type": "tst_info", "content": cms.ParsableOctetString(info.dump())}
        token = await self._signer.async_sign_general_data(
            cms.EncapsulatedContentInfo(content), "sha256", detached=False
        )
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


class Seal:
    """One per process and authority: keys and certificates are read once."""

    def __init__(self, keys: Authority) -> None:
        self._root = _for_pyhanko(keys.root)
        self._signer = KeySigner(keys.seal, keys.root)
        self._stamper = LocalTimeStamper(KeySigner(keys.stamp, keys.root))

    def sign(self, pdf: bytes, *, reason: str) -> bytes:
        """The signed file. `reason` is shown by PDF readers beside the signature."""
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD.sig_field_name,
            reason=reason,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        signer = signers.PdfSigner(metadata, self._signer, timestamper=self._stamper, new_field_spec=FIELD)
        return bytes(_apart(lambda: signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()))

    def judge(self, pdf: bytes, recorded_sha256: str) -> Objection | None:
        """None: our seal, the whole file, nothing added, stamped, and the very bytes we issued. Never raises."""
        if hashlib.sha256(pdf).hexdigest() != recorded_sha256:
            return Objection.NOT_ON_RECORD
        return self.objection_to_signature(pdf)

    def objection_to_signature(self, pdf: bytes) -> Objection | None:
        """The signature rules alone. Never raises."""
        try:
            return _apart(lambda: self._objection(pdf))
        except Exception:  # a hostile file may break the reader anywhere: zlib, recursion, missing keys
            return Objection.UNREADABLE

    def _objection(self, pdf: bytes) -> Objection | None:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
        if len(signatures) != 1:
            return Objection.NOT_SIGNED_ONCE
        trust = ValidationContext(trust_roots=[self._root], allow_fetching=False)
        status = validate_pdf_signature(signatures[0], trust)
        stamp = status.timestamp_validity
        rules = {
            Objection.CHANGED: status.intact and status.valid,
            Objection.NOT_OUR_SEAL: status.trusted
            and status.signing_cert.sha256 == self._signer.signing_cert.sha256,
            Objection.ADDED_TO: status.coverage == SignatureCoverageLevel.ENTIRE_FILE and status.bottom_line,
            Objection.NO_TIME_STAMP: bool(stamp) and stamp.valid and stamp.trusted,
        }
        return next((objection for objection, kept in rules.items() if not kept), None)


def seal() -> Seal:
    """The seal of this installation (`authority.authority`)."""
    return _seal_of(authority())


@cache
def _seal_of(keys: Authority) -> Seal:
    return Seal(keys)


def _for_pyhanko(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _apart(work: Callable[[], T]) -> T:
    """In a thread of its own: pyHanko starts an event loop, which fails where one is running already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()
