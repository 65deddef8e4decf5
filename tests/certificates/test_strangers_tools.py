"""Programs that are not ours agree: veraPDF that a certificate may be archived, pdfsig and pyHanko whether it is genuine."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from services.catalogue.package import SHIPPED
from services.certificates.documents import pdf_of
from services.certificates.models import Certificate, CertificateType
from services.certificates.objections import Objection
from services.certificates.signing import seal
from services.ledger.sealer import seal as seal_the_ledger
from services.people.models import Person
from tests.cast import load_shipped
from tests.certificates import verapdf
from tests.certificates.conftest import RECORD, certify

needs_pdfsig = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="apt-get install poppler-utils libnss3-tools",
)


@pytest.fixture
def document(certificate: Certificate, office: None) -> bytes:
    return pdf_of(certificate.id)


def test_it_is_archival_and_accessible_after_signing(
    document: bytes, wang: Person, allowance: CertificateType, tmp_path: Path
) -> None:
    """Also with a checkpoint of the ledger on it, and on two pages."""
    if not verapdf.present():
        pytest.skip("CERTIFICATES ARE NOT JUDGED BY veraPDF: docs/operations.md says how to get it")
    seal_the_ledger()
    much = RECORD | {"standard": {"zh": "每月 300 元。" * 400, "en": "300 yuan a month. " * 200}}
    long = pdf_of(certify(wang, source="application:long", record=much))
    assert len(PdfFileReader(BytesIO(long)).root["/Pages"]["/Kids"]) > 1
    files = [tmp_path / "certificate.pdf", tmp_path / "long.pdf"]
    for file, content in zip(files, (document, long), strict=True):
        file.write_bytes(content)
    assert verapdf.objections(files) == ""


@pytest.mark.timeout(300)
def test_so_is_one_of_every_type_that_ships(office: None, wang: Person, tmp_path: Path) -> None:
    if not verapdf.present():
        pytest.skip("CERTIFICATES ARE NOT JUDGED BY veraPDF: docs/operations.md says how to get it")
    load_shipped(*(path.stem for path in sorted((SHIPPED / "items").glob("*.yaml"))))
    files = []
    for kind in CertificateType.objects.all():
        record = {each["name"]: {"zh": "样例", "en": "Sample"} for each in kind.fields}
        issued = certify(wang, source=f"application:{kind.code}", type_code=kind.code, record=record)
        files.append(tmp_path / f"{kind.code}.pdf")
        files[-1].write_bytes(pdf_of(issued))
    assert len(files) > 1
    assert verapdf.objections(files) == ""


def test_a_file_that_is_not_archival_is_told_from_one_that_is(plain: bytes, tmp_path: Path) -> None:
    if not verapdf.present():
        pytest.skip("veraPDF is not here: docs/operations.md says how to get it")
    file = tmp_path / "plain.pdf"
    file.write_bytes(plain)
    assert "FAIL" in verapdf.objections([file], ["3a"])


@pytest.fixture
def pdfsig(authority_folder: Path, tmp_path: Path) -> Callable[[bytes], str]:
    """Its verdict on a file. It trusts whom its store of certificates names: ours names the root alone."""
    store = f"sql:{tmp_path}"
    trust = ["-A", "-n", "root", "-t", "CT,C,C", "-a", "-i", str(authority_folder / "root.pem")]
    for words in (["-N", "--empty-password"], trust):
        subprocess.run(["certutil", *words, "-d", store], check=True, capture_output=True)

    def verdict(content: bytes) -> str:
        file = tmp_path / "file.pdf"
        file.write_bytes(content)
        command = ["pdfsig", "-nssdir", store, str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    return verdict


@needs_pdfsig
class TestGenuineOrNot:
    def test_both_accept_what_we_sealed(self, document: bytes, pdfsig: Callable[[bytes], str]) -> None:
        said = pdfsig(document)
        assert "Signature is Valid" in said and "Total document signed" in said
        assert "Certificate is Trusted" in said
        assert seal().judge(document, hashlib.sha256(document).hexdigest()) is None

    def test_both_see_a_changed_byte(self, document: bytes, pdfsig: Callable[[bytes], str]) -> None:
        place = document.index(b"/MediaBox") + 12
        changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
        assert "Signature is Valid" not in pdfsig(changed)
        assert seal().objection_to_signature(changed) is not None

    def test_both_see_that_something_was_added(self, document: bytes, pdfsig: Callable[[bytes], str]) -> None:
        added = document + b"\n% one more line\n"
        assert "Total document signed" not in pdfsig(added)
        assert seal().objection_to_signature(added) is Objection.ADDED_TO

    def test_both_see_that_a_print_to_pdf_has_no_signature(
        self, document: bytes, pdfsig: Callable[[bytes], str]
    ) -> None:
        printed = BytesIO()
        with pikepdf.open(BytesIO(document)) as opened:
            del opened.Root.AcroForm, opened.pages[0].Annots
            opened.save(printed)
        assert "Signature is Valid" not in pdfsig(printed.getvalue())
        assert seal().objection_to_signature(printed.getvalue()) is Objection.NOT_SIGNED_ONCE
