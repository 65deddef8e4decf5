"""Issuing: once per source, numbered without gaps, by the rules or the issuing department only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.certificates.actions import issue as issuing
from services.certificates.errors import RecordMismatch, UnknownCertificateType
from services.certificates.identifiers import parse
from services.certificates.loading import load_type
from services.certificates.models import Certificate, CertificateType, State
from services.departments.models import Department
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.people.models import Person
from tests.certificates.conftest import NOON, RECORD, WANG_ID, caseworker, certify, citizen


def serial_of(certificate: Certificate) -> str:
    return parse(certificate.identifier).serial


def test_a_certificate_names_holder_type_and_issuer(certificate: Certificate, wang: Person) -> None:
    identifier = parse(certificate.identifier)
    assert identifier.type_code == "11990100MB0000002X001"
    assert identifier.issuer == "11990100MB0000002X"
    assert (certificate.holder, certificate.holder_name, certificate.holder_id_no) == (
        wang,
        "王秀兰",
        WANG_ID,
    )


def test_it_is_in_force_from_the_day_given_to_the_last_day_of_its_months(certificate: Certificate) -> None:
    assert (certificate.valid_from, certificate.valid_to) == (date(2026, 6, 1), date(2027, 5, 31))
    assert certificate.state_at(NOON) is State.VALID


def test_a_type_without_months_has_no_end(allowance: CertificateType, wang: Person) -> None:
    CertificateType.objects.update(valid_months=None)
    issued = Certificate.objects.get(pk=certify(wang))
    assert issued.valid_to is None
    assert issued.state_at(NOON + timedelta(days=40_000)) is State.VALID


def test_the_record_is_kept_as_given(certificate: Certificate) -> None:
    assert certificate.record == RECORD


def test_the_same_source_twice_is_one_certificate(allowance: CertificateType, wang: Person) -> None:
    first = certify(wang)
    assert certify(wang) == first
    assert certify(wang, at=NOON + timedelta(days=1), record={**RECORD, "amount": "500"}) == first
    assert Certificate.objects.count() == 1
    assert OutboxEvent.objects.filter(name="CertificateIssued").count() == 1


def test_two_sources_are_two_certificates(allowance: CertificateType, wang: Person) -> None:
    assert certify(wang, "application:1") != certify(wang, "application:2")


def test_the_database_itself_keeps_one_certificate_a_source(certificate: Certificate, wang: Person) -> None:
    other = certify(wang, "application:2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=other).update(source=certificate.source)


def test_serials_run_through_the_year_and_begin_anew(allowance: CertificateType, wang: Person) -> None:
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # midnight in Yunzhou
    for source, at in (("a", NOON), ("b", new_year - timedelta(seconds=1)), ("c", new_year), ("d", new_year)):
        certify(wang, source, at=at)
    issued = Certificate.objects.order_by("source")
    assert [serial_of(each) for each in issued] == [
        "20260000001",
        "20260000002",
        "20270000001",
        "20270000002",
    ]


def test_each_type_counts_for_itself(
    allowance: CertificateType, civil_affairs: Department, allowance_data: dict[str, object], wang: Person
) -> None:
    load_type({**allowance_data, "code": "other", "type_code": "11990100MB0000002X002"}, issuer=civil_affairs)
    certify(wang, "a")
    certify(wang, "b", type_code="other")
    assert {serial_of(each) for each in Certificate.objects.all()} == {"20260000001"}


def test_a_refused_certificate_leaves_no_gap(allowance: CertificateType, wang: Person) -> None:
    certify(wang, "a")
    with pytest.raises(RecordMismatch):
        certify(wang, "b", record={})
    assert serial_of(Certificate.objects.get(pk=certify(wang, "c"))) == "20260000002"


def test_nothing_but_the_insert_follows_the_counter(allowance: CertificateType, wang: Person) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        certify(wang)
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert "certificates_serial" in writes[-2]
    assert writes[-1].startswith('INSERT INTO "certificates_certificate"')


def test_check_codes_cannot_be_guessed_or_misread(allowance: CertificateType, wang: Person) -> None:
    codes = {Certificate.objects.get(pk=certify(wang, f"s{number}")).check_code for number in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 20 and not set(code) & set("01IO") for code in codes)


def test_the_event_tells_what_it_was_issued_for(certificate: Certificate) -> None:
    event = OutboxEvent.objects.get(name="CertificateIssued")
    assert event.body == {"certificate_id": str(certificate.id), "source": "application:1"}


def test_the_ledger_holds_it_without_a_word_about_the_holder(certificate: Certificate) -> None:
    entry = bytes(Entry.objects.get(kind="certificate_issued").body).decode()
    assert str(certificate.id) in entry
    assert not any(secret in entry for secret in ("王秀兰", WANG_ID, "300"))


def test_the_holder_lies_sealed_in_the_database(certificate: Certificate) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT holder_name, holder_id_no, record, wording FROM certificates_certificate")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert not any(secret.encode() in stored for secret in ("王秀兰", WANG_ID, "300"))


def test_the_issuing_department_may_issue(
    allowance: CertificateType, civil_affairs: Department, wang: Person
) -> None:
    assert certify(wang, actor=caseworker(civil_affairs))


def test_another_department_may_not_and_the_attempt_is_recorded(
    allowance: CertificateType, social_insurance: Department, wang: Person
) -> None:
    with pytest.raises(Denied, match="not_issuer"):
        certify(wang, actor=caseworker(social_insurance))
    assert not Certificate.objects.exists()
    assert b"not_issuer" in bytes(Entry.objects.get(kind="denied").body)


def test_citizens_issue_nothing_not_even_for_themselves(allowance: CertificateType, wang: Person) -> None:
    with pytest.raises(Denied, match="not_issuer"):
        certify(wang, actor=citizen(wang))
    assert not Certificate.objects.exists()


def test_a_denied_caller_does_not_learn_of_an_earlier_certificate(
    certificate: Certificate, wang: Person
) -> None:
    with pytest.raises(Denied):
        certify(wang, actor=citizen(wang))


def test_an_unknown_type_is_an_error_of_the_domain(wang: Person) -> None:
    with pytest.raises(UnknownCertificateType, match="old-age-allowance"):
        certify(wang)


def test_an_end_before_the_beginning_is_refused_by_the_database(certificate: Certificate) -> None:
    certificate.valid_to = certificate.valid_from - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save()


def test_expiry_is_never_stored(certificate: Certificate) -> None:
    certificate.state = State.EXPIRED
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save()


def test_the_last_day_counts_in_yunzhou_time(certificate: Certificate) -> None:
    midnight = datetime(2027, 5, 31, 16, 0, tzinfo=UTC)
    assert certificate.state_at(midnight - timedelta(seconds=1)) is State.VALID
    assert certificate.state_at(midnight) is State.EXPIRED


def test_the_system_is_who_acts_by_the_rules(certificate: Certificate) -> None:
    assert SYSTEM.key.encode() in bytes(Entry.objects.get(kind="certificate_issued").body)


def test_the_alphabet_of_check_codes_holds_each_character_once() -> None:
    assert len(set(issuing.CHECK_ALPHABET)) == 32 == len(issuing.CHECK_ALPHABET)
