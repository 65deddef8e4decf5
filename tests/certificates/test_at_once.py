"""Two at the same moment: one certificate, one file, no number lost. Real commits, real threads."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from services.certificates import pdf
from services.certificates.actions.revoke import revoke
from services.certificates.documents import pdf_of
from services.certificates.errors import NotInForce
from services.certificates.identifiers import parse
from services.certificates.loading import load_type
from services.certificates.models import Certificate, CertificateFile
from services.departments.models import Department, Region
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from tests.certificates.conftest import NOON, WANG_ID, ZHOU_ID, caseworker, certify, person
from tests.databases import at_once


@pytest.fixture
def department(committing_db: None, allowance_data: dict[str, Any]) -> Department:
    region = Region.objects.create(code="990100", name={"zh": "云州市"})
    made = Department.objects.create(
        code="civil_affairs",
        credit_code="11990100MB0000002X",
        name={"zh": "云州市民政局"},
        short_name={"zh": "民政局"},
        region=region,
    )
    load_type(allowance_data, issuer=made)
    return made


def test_two_first_openings_end_with_one_file(department: Department, quick_documents: None) -> None:
    certificate = certify(person("王秀兰", WANG_ID))
    first, second = at_once(lambda: pdf_of(certificate), lambda: pdf_of(certificate))
    assert isinstance(first, bytes) and first == second
    assert CertificateFile.objects.count() == 1
    assert Entry.objects.filter(kind="certificate_sealed").count() == 1


def test_it_is_rendered_while_no_transaction_is_open(
    department: Department, quick_documents: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    render, open_then = pdf.render, []

    def watched(html: str, record: str) -> bytes:
        open_then.append(connection.in_atomic_block)
        return render(html, record)

    monkeypatch.setattr(pdf, "render", watched)
    pdf_of(certify(person("王秀兰", WANG_ID)))
    assert open_then == [False]


def test_two_who_issue_for_one_source_get_one_certificate(department: Department) -> None:
    wang = person("王秀兰", WANG_ID)
    results = at_once(*[lambda: certify(wang)] * 4)
    assert len(set(results)) == 1 and isinstance(results[0], UUID), results
    assert Certificate.objects.count() == 1
    assert OutboxEvent.objects.filter(name="CertificateIssued").count() == 1


def test_numbers_are_dense_when_many_are_issued_at_once(department: Department) -> None:
    people = [person("王秀兰", WANG_ID), person("周敏", ZHOU_ID)]
    acts = [lambda number=number: certify(people[number % 2], f"source:{number}") for number in range(8)]
    results = at_once(*acts)
    assert all(isinstance(result, UUID) for result in results), results
    serials = sorted(
        parse(identifier).serial for identifier in Certificate.objects.values_list("identifier", flat=True)
    )
    assert serials == [f"2026{number:07}" for number in range(1, 9)]


def test_of_two_who_revoke_one_does(department: Department) -> None:
    certificate = certify(person("王秀兰", WANG_ID))

    def act() -> object:
        return revoke(certificate_id=certificate, reason="迁出", actor=caseworker(department), at=NOON)

    results = at_once(act, act)
    assert sorted(type(result).__name__ for result in results) == ["NotInForce", "UUID"]
    assert any(isinstance(result, NotInForce) for result in results)
    assert Entry.objects.filter(kind="certificate_revoked").count() == 1
