"""The document: what it says, how it is built, that it is made once."""

import hashlib
import json
import logging
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from pyhanko.pdf_utils.reader import PdfFileReader

from services.certificates import documents, drawing, pdf
from services.certificates.documents import FontNotReady, MissingGlyphs, check_address, pdf_of
from services.certificates.errors import UnknownCertificate
from services.certificates.loading import load_type
from services.certificates.models import Certificate, CertificateFile, CertificateType
from services.certificates.signing import seal
from services.departments.models import Department
from services.ledger.models import Entry
from services.people.models import Person
from tests.certificates.conftest import RECORD, WANG_ID, certify, person

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="apt-get install poppler-utils")


def text_of(content: bytes, *options: str) -> str:
    """As a stranger's reader copies it."""
    run = ["pdftotext", *options, "-", "-"]
    return subprocess.run(run, input=content, capture_output=True, check=True).stdout.decode()


def unbroken(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def document(certificate: Certificate, office: None) -> bytes:
    return pdf_of(certificate.id)


def test_the_document_is_sealed_by_us(document: bytes) -> None:
    assert seal().judge(document, hashlib.sha256(document).hexdigest()) is None


def test_with_any_byte_of_the_real_document_flipped_the_seal_is_broken(document: bytes) -> None:
    (signature,) = PdfFileReader(BytesIO(document)).embedded_signatures
    _, before, after, _ = signature.sig_object["/ByteRange"]
    places = [place for place in range(3, len(document), len(document) // 25) if not before <= place < after]
    for place in places:
        changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
        assert seal().objection_to_signature(changed) is not None, place


def test_the_first_opening_makes_it_and_the_second_finds_it(
    document: bytes, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", lambda *_: 1 / 0)
    assert pdf_of(certificate.id) == document
    assert CertificateFile.objects.get().sha256 == hashlib.sha256(document).hexdigest()


def test_its_hash_goes_into_the_ledger_once(document: bytes, certificate: Certificate) -> None:
    pdf_of(certificate.id)
    entry = json.loads(bytes(Entry.objects.get(kind="certificate_sealed").body))
    assert entry["certificate"] == str(certificate.id)
    assert entry["sha256"] == hashlib.sha256(document).hexdigest()


def test_the_file_lies_sealed_in_the_database(document: bytes) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pdf FROM certificates_certificatefile")
        stored = bytes(cursor.fetchone()[0])
    assert b"%PDF" not in stored


@needs_poppler
def test_copied_text_has_exactly_the_stored_words(document: bytes, certificate: Certificate) -> None:
    text = text_of(document)
    assert certificate.holder_name in text
    assert certificate.holder_id_no in text
    copied = unbroken(text)
    wording = certificate.wording
    for words in (wording["title"], wording["issuer"], wording["statement"]):
        assert unbroken(words["zh"]) in copied
        assert unbroken(words["en"]) in copied
    said = [text for line in wording["lines"] for words in line.values() for text in words.values()]
    assert [text for text in said if unbroken(text) not in copied] == []


@needs_poppler
def test_the_identifier_is_copied_in_one_piece_and_found_again(
    document: bytes, certificate: Certificate
) -> None:
    assert certificate.identifier in unbroken(text_of(document))


@needs_poppler
def test_no_second_name_is_hidden_in_it(document: bytes, certificate: Certificate) -> None:
    """Name in the statement, in both languages, and in the table; the drawn seal is not text."""
    text = unbroken(text_of(document))
    assert text.count(certificate.holder_name) == 3
    assert "电子章" not in text


@needs_poppler
@pytest.mark.parametrize("name", ["阿卜杜拉·买买提", "欧阳䶮", "㛃一"])
def test_rare_and_long_names_are_copied_as_stored(
    allowance: CertificateType, office: None, name: str
) -> None:
    text = text_of(pdf_of(certify(person(name, WANG_ID))))
    assert name in text


@needs_poppler
def test_markup_in_a_value_is_only_text(allowance: CertificateType, wang: Person, office: None) -> None:
    sly = '<img src="file:///etc/passwd" alt=x>&amp;{amount}{{ certificate }}'
    document = pdf_of(certify(wang, record={**RECORD, "standard": sly}))
    assert unbroken(sly) in unbroken(text_of(document))


def test_characters_no_font_has_are_never_printed_as_boxes(allowance: CertificateType, office: None) -> None:
    certificate = certify(person("𠮷田", WANG_ID))
    with pytest.raises(MissingGlyphs) as refused:
        pdf_of(certificate)
    assert refused.value.characters == "𠮷"
    assert not CertificateFile.objects.exists()


def test_before_the_fonts_are_there_it_is_asked_to_wait(
    certificate: Certificate, tmp_path: Path, settings: Any
) -> None:
    settings.FONT_FOLDER = tmp_path
    with pytest.raises(FontNotReady):
        pdf_of(certificate.id)


def test_an_unknown_certificate_has_no_document(db: None) -> None:
    with pytest.raises(UnknownCertificate):
        pdf_of(uuid4())


def test_nothing_is_rendered_inside_a_transaction(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", lambda *_: pytest.fail("rendered inside a transaction"))
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        pdf_of(certificate.id)


def test_the_record_is_attached_for_machines(document: bytes, certificate: Certificate) -> None:
    (attached,) = (each.get_object() for each in PdfFileReader(BytesIO(document)).root["/AF"])
    data = json.loads(attached["/EF"]["/F"].data)
    assert data["identifier"] == certificate.identifier
    assert data["holder"] == {"name": "王秀兰", "id_no": WANG_ID}
    assert data["issuer"]["code"] == "11990100MB0000002X"
    assert data["record"] == RECORD
    assert (data["valid_from"], data["valid_to"]) == ("2026-06-01", "2027-05-31")
    assert data["issued_at"] == "2026-06-12T12:00:00+08:00"


def test_it_is_one_page_with_its_marks(document: bytes) -> None:
    reader = PdfFileReader(BytesIO(document))
    assert reader.root["/Pages"]["/Count"] == 1
    packet = reader.root["/Metadata"].data
    assert b"pdfuaid:part" in packet and "高龄津贴资格证明".encode() in packet


def figures(element: Any) -> list[str]:
    """The alternative texts of the pictures, in reading order; a picture without one is ''."""
    if not hasattr(element, "get"):
        return []  # a number: marked content
    kids = element.get("/K", [])
    found = [str(element.get("/Alt", ""))] if element.get("/S") == "/Figure" else []
    for kid in kids if isinstance(kids, list) else [kids]:
        found += figures(kid.get_object() if hasattr(kid, "get_object") else kid)
    return found


def test_every_picture_says_what_it_is(document: bytes) -> None:
    tree = PdfFileReader(BytesIO(document)).root["/StructTreeRoot"]
    assert figures(tree) == ["核验二维码", "云州市民政局电子印章"]


def test_the_renderer_has_nothing_to_complain_about(
    certificate: Certificate, office: None, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("weasyprint").setLevel(logging.WARNING)
    try:
        pdf_of(certificate.id)
    finally:
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


@pytest.mark.parametrize("public", ["https://yunzhou.example", "https://yunzhou.example/"])
def test_the_code_leads_to_the_public_page(certificate: Certificate, settings: Any, public: str) -> None:
    settings.PUBLIC_ADDRESS = public
    assert check_address(certificate) == (
        f"https://yunzhou.example/verify/{certificate.identifier}/{certificate.check_code}/"
    )


def test_the_page_draws_that_very_code(certificate: Certificate, office: None, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://yunzhou.example"
    assert drawing.scan_code(check_address(certificate), "核验二维码") in documents.page(certificate)


@needs_poppler
def test_a_certificate_without_english_and_without_end_has_no_holes(
    civil_affairs: Department, allowance_data: dict[str, Any], wang: Person, office: None
) -> None:
    allowance_data |= {
        "name": {"zh": "高龄津贴资格证明"},
        "statement": {"zh": "兹证明{name}。"},
        "valid_months": None,
    }
    load_type(allowance_data, issuer=civil_affairs)
    text = text_of(pdf_of(certify(wang)))
    assert "2026年6月1日起长期有效" in text
    assert "None" not in text


@needs_poppler
def test_the_validity_is_written_in_full(document: bytes) -> None:
    text = text_of(document)
    assert "2026年6月1日至2027年5月31日" in text
    assert "1 June 2026 to 31 May 2027" in text


def test_many_lines_go_on_a_second_page(
    civil_affairs: Department, allowance_data: dict[str, Any], wang: Person, office: None
) -> None:
    names = [f"line{number}" for number in range(24)]
    allowance_data |= {
        "fields": [{"name": name, "label": {"zh": "待遇标准", "en": name}} for name in names],
        "statement": {"zh": "兹证明{name}。"},
    }
    load_type(allowance_data, issuer=civil_affairs)
    document = pdf_of(certify(wang, record=dict.fromkeys(names, "2026年6月")))
    assert PdfFileReader(BytesIO(document)).root["/Pages"]["/Count"] == 2


def test_words_settled_at_issue_are_printed_not_those_of_today(
    certificate: Certificate, office: None, civil_affairs: Department
) -> None:
    civil_affairs.name = {"zh": "云州市老龄局"}
    civil_affairs.save()
    assert "云州市老龄局" not in documents.page(Certificate.objects.get())


@pytest.mark.parametrize("where", ["holder_name", "holder_id_no"])
def test_the_page_escapes_what_people_are_called(certificate: Certificate, office: None, where: str) -> None:
    setattr(certificate, where, "<script>")
    assert "<script>" not in documents.page(certificate)
    assert "&lt;script&gt;" in documents.page(certificate)


def test_dates_are_those_of_yunzhou(certificate: Certificate) -> None:
    assert certificate.issued_on == date(2026, 6, 12)


def test_two_renderings_of_one_certificate_differ_only_outside_its_words(
    certificate: Certificate, office: None, wang: Person
) -> None:
    render: Callable[[], bytes] = lambda: pdf.render(documents.page(certificate), documents.data(certificate))  # noqa: E731
    first, second = render(), render()
    assert len(first) == pytest.approx(len(second), rel=0.01)
