"""Checking a certificate: what strangers learn, and what they do not."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.certificates import authority, signing
from services.certificates.actions.revoke import revoke
from services.certificates.documents import pdf_of
from services.certificates.models import Certificate, CertificateFile
from services.certificates.objections import Objection
from services.certificates.verify import LARGEST_FILE, Verdict, VerdictState, by_code, by_file, by_number
from services.departments.models import Department
from tests.certificates.conftest import NOON, caseworker

LATER = NOON + timedelta(days=80)
SAMPLED = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def document(certificate: Certificate, quick_documents: None) -> bytes:
    return pdf_of(certificate.id)


def ways(certificate: Certificate, at: datetime) -> list[Verdict]:
    return [
        by_code(certificate.identifier, certificate.check_code, at=at),
        by_number(certificate.identifier, "0020", at=at),
    ]


def withdraw(certificate: Certificate, department: Department) -> None:
    revoke(certificate_id=certificate.id, reason="户口迁出云州市", actor=caseworker(department), at=NOON)


def test_a_certificate_in_force_is_valid_both_ways(certificate: Certificate) -> None:
    for verdict in ways(certificate, LATER):
        assert (verdict.state, verdict.certificate, verdict.checked_at) == (
            VerdictState.VALID,
            certificate,
            LATER,
        )


def test_the_holder_is_shown_masked(certificate: Certificate) -> None:
    verdict = by_code(certificate.identifier, certificate.check_code, at=LATER)
    assert (verdict.masked_name, verdict.last_four) == ("王*兰", "0020")


def test_a_revoked_one_is_revoked_every_way(
    document: bytes, certificate: Certificate, civil_affairs: Department
) -> None:
    withdraw(certificate, civil_affairs)
    verdicts = [*ways(certificate, LATER), by_file(document, at=LATER)]
    assert {verdict.state for verdict in verdicts} == {VerdictState.REVOKED}
    assert {verdict.certificate.reason for verdict in verdicts if verdict.certificate} == {"户口迁出云州市"}


def test_an_expired_one_is_expired_every_way(document: bytes, certificate: Certificate) -> None:
    long_after = NOON + timedelta(days=400)
    verdicts = [*ways(certificate, long_after), by_file(document, at=long_after)]
    assert {verdict.state for verdict in verdicts} == {VerdictState.EXPIRED}


def test_a_cancelled_one_is_cancelled(certificate: Certificate) -> None:
    Certificate.objects.update(state="CANCELLED", revoked_at=NOON)
    assert {verdict.state for verdict in ways(certificate, LATER)} == {VerdictState.CANCELLED}


@pytest.mark.parametrize(
    "typed",
    [
        lambda identifier: identifier.lower(),
        lambda identifier: f" {identifier[:30]}\n{identifier[30:]} ",
        lambda identifier: identifier.removeprefix("1.2.156.3005.2."),
    ],
)
def test_the_number_is_taken_as_people_type_it(certificate: Certificate, typed: Any) -> None:
    assert by_number(typed(certificate.identifier), "００２０", at=LATER).state is VerdictState.VALID


def test_wrong_last_four_and_an_unknown_number_look_alike(certificate: Certificate) -> None:
    unknown = certificate.identifier
    Certificate.objects.update(identifier="1.2.156.3005.2.other")
    missing = by_number(unknown, "0020", at=LATER)
    Certificate.objects.update(identifier=unknown)
    assert by_number(unknown, "0021", at=LATER) == missing == Verdict(VerdictState.UNKNOWN, None, LATER)
    assert (missing.masked_name, missing.last_four) == ("", "")


@pytest.mark.parametrize("last_four", ["", "020", "20", "00200", "990102194603080020", "\ud800", "*" * 4])
def test_only_exactly_the_last_four_open_it(certificate: Certificate, last_four: str) -> None:
    assert by_number(certificate.identifier, last_four, at=LATER).state is VerdictState.UNKNOWN


def test_the_x_of_a_number_may_be_small(certificate: Certificate) -> None:
    certificate.holder_id_no = "99010219460308001X"
    certificate.save()
    assert by_number(certificate.identifier, "001x", at=LATER).state is VerdictState.VALID


@pytest.mark.parametrize("check_code", ["", "A" * 20, "\0", "0020"])
def test_without_the_code_of_the_certificate_nothing_is_said(
    certificate: Certificate, check_code: str
) -> None:
    assert by_code(certificate.identifier, check_code, at=LATER) == Verdict(VerdictState.UNKNOWN, None, LATER)


def test_the_code_of_another_certificate_does_not_help(
    certificate: Certificate, allowance: Any, zhou: Any
) -> None:
    from tests.certificates.conftest import certify

    other = Certificate.objects.get(pk=certify(zhou, "application:2"))
    assert by_code(certificate.identifier, other.check_code, at=LATER).state is VerdictState.UNKNOWN


@SAMPLED
@given(st.text(max_size=120), st.text(max_size=30))
def test_no_text_breaks_the_page(certificate: Certificate, identifier: str, code: str) -> None:
    assert by_code(identifier, code, at=LATER).state is VerdictState.UNKNOWN
    assert by_number(identifier, code, at=LATER).state is VerdictState.UNKNOWN


def test_the_file_we_issued_is_valid(document: bytes, certificate: Certificate) -> None:
    verdict = by_file(document, at=LATER)
    assert (verdict.state, verdict.certificate, verdict.objection) == (VerdictState.VALID, certificate, None)


@SAMPLED
@given(data=st.data())
def test_with_any_byte_flipped_it_is_not_genuine(document: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(document) - 1))
    changed = bytearray(document)
    changed[place] ^= data.draw(st.integers(1, 255))
    verdict = by_file(bytes(changed), at=LATER)
    assert (verdict.state, verdict.certificate) == (VerdictState.NOT_GENUINE, None)


@pytest.mark.parametrize("added", [b"\n", b" ", b"%%EOF\n"])
def test_with_something_appended_it_is_not_genuine(document: bytes, added: bytes) -> None:
    assert by_file(document + added, at=LATER).state is VerdictState.NOT_GENUINE


def test_sealed_by_us_once_more_it_is_not_the_file_we_issued(document: bytes, plain: bytes) -> None:
    again = signing.seal().sign(plain, reason="1.2.156.3005.2")
    assert signing.seal().objection_to_signature(again) is None
    assert by_file(again, at=LATER) == Verdict(VerdictState.NOT_GENUINE, None, LATER, Objection.NOT_ON_RECORD)


def test_a_file_smuggled_into_the_records_still_needs_our_seal(
    document: bytes, plain: bytes, tmp_path: Path
) -> None:
    """Whoever can write into the table cannot sign."""
    authority.make(tmp_path / "lookalike")
    theirs = signing.Seal(authority.load(tmp_path / "lookalike")).sign(plain, reason="1.2.156.3005.2")
    CertificateFile.objects.update(sha256=hashlib.sha256(theirs).hexdigest())
    assert by_file(theirs, at=LATER).objection is Objection.NOT_OUR_SEAL


def test_a_stranger_s_file_never_reaches_the_pdf_reader(
    db: None, keys: authority.Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "PdfFileReader", lambda *_, **__: pytest.fail("parsed"))
    assert by_file(b"%PDF-1.7\n%%EOF", at=LATER).objection is Objection.NOT_ON_RECORD


def test_a_file_over_five_megabytes_is_not_even_hashed(db: None) -> None:
    assert by_file(b"x" * (LARGEST_FILE + 1), at=LATER).objection is Objection.TOO_LARGE
    assert by_file(b"x" * LARGEST_FILE, at=LATER).objection is Objection.NOT_ON_RECORD
    assert LARGEST_FILE == 5 * 1024 * 1024


@SAMPLED
@given(junk=st.binary(max_size=300))
def test_no_file_raises(db: None, junk: bytes) -> None:
    assert by_file(junk, at=LATER).state is VerdictState.NOT_GENUINE


def test_the_same_page_without_its_seal_is_not_the_file(document: bytes, plain: bytes) -> None:
    assert by_file(plain, at=LATER).state is VerdictState.NOT_GENUINE


def test_checking_a_file_reads_no_file_from_the_database(document: bytes) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        by_file(document, at=LATER)
    assert len(queries) == 1
    assert '"pdf"' not in queries[0]["sql"]
