"""A certificate as a stranger's tools see it: its words by pdftotext, its record by pdfdetach, its seal by pyHanko.

None of the portal's own code looks at the file here.
"""

import io
import json
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from playwright.sync_api import APIResponse, Page
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from tests.journeys.portal import eventually

FONT_SECONDS = 240.0  # where no prepared font lies about, the first certificate waits for one


def download(page: Page, link: str) -> bytes:
    """What the link on this page gives, once the portal has it."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    answers: list[APIResponse] = []

    def ready() -> bool:
        answers[:] = [page.request.get(str(address))]
        assert answers[0].status in {200, 503}
        return answers[0].status == 200

    eventually(ready, within=FONT_SECONDS)
    assert answers[0].headers["content-type"] == "application/pdf"
    return answers[0].body()


def words(pdf: bytes) -> list[str]:
    """Its lines of text, without the spaces at their ends."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [line.strip() for line in read.stdout.decode().splitlines()]


def record(pdf: bytes) -> dict[str, Any]:
    """The record for machines that is attached to it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pdf"
        file.write_bytes(pdf)
        subprocess.run(["pdfdetach", "-saveall", "-o", folder, file], check=True, capture_output=True)
        found: dict[str, Any] = json.loads(next(Path(folder).glob("*.json")).read_text(encoding="utf-8"))
        return found


def seal(pdf: bytes, keys: Path) -> PdfSignatureStatus:
    """What pyHanko says of its only signature; `keys`: the folder with the root everybody is given."""
    _, _, root = pem.unarmor((keys / "root.pem").read_bytes())
    trust = ValidationContext(trust_roots=[x509.Certificate.load(root)], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
    with ThreadPoolExecutor(
        max_workers=1
    ) as thread:  # pyHanko starts a loop of its own, Playwright has one here
        return thread.submit(validate_pdf_signature, signature, trust).result()


def certificate_of(keys: Path, name: str) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor((keys / f"{name}.pem").read_bytes())[2])
