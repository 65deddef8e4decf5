"""Revoking: by the department that issued, with a reason, once; everybody else's try leaves its trace."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied, KeyReused
from services.certificates.actions.revoke import revoke
from services.certificates.errors import NotInForce, ReasonMissing, UnknownCertificate
from services.certificates.models import Certificate, State
from services.departments.models import Department
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.people.models import Person
from tests.certificates.conftest import NOON, caseworker, citizen

LATER = NOON + timedelta(days=80)
MOVED = "户口迁出云州市，待遇由迁入地发放"


def revoke_it(
    certificate: Certificate, actor: Actor, reason: str = MOVED, key: UUID | None = None
) -> UUID | None:
    return revoke(certificate_id=certificate.id, reason=reason, actor=actor, at=LATER, request_key=key)


def denials() -> list[str]:
    return [
        json.loads(bytes(entry.body))["reason"]
        for entry in Entry.objects.filter(kind="denied").order_by("pk")
    ]


def test_the_issuing_department_revokes_with_a_reason(
    certificate: Certificate, civil_affairs: Department
) -> None:
    assert revoke_it(certificate, caseworker(civil_affairs)) == certificate.id
    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason, certificate.revoked_at) == (State.REVOKED, MOVED, LATER)
    assert certificate.revoked_by == "STAFF:7"


def test_it_is_told_and_recorded_once(certificate: Certificate, civil_affairs: Department) -> None:
    revoke_it(certificate, caseworker(civil_affairs))
    event = OutboxEvent.objects.get(name="CertificateRevoked")
    assert event.body == {"certificate_id": str(certificate.id)}
    entry = json.loads(bytes(Entry.objects.get(kind="certificate_revoked").body))
    assert (entry["certificate"], entry["actor"]) == (str(certificate.id), "STAFF:7")
    assert MOVED not in str(entry)


def test_another_department_is_denied_and_recorded(
    certificate: Certificate, social_insurance: Department
) -> None:
    with pytest.raises(Denied, match="other_department"):
        revoke_it(certificate, caseworker(social_insurance))
    certificate.refresh_from_db()
    assert certificate.state == State.VALID
    assert denials() == ["other_department"]
    assert not OutboxEvent.objects.filter(name="CertificateRevoked").exists()


def test_staff_without_a_post_is_another_department(certificate: Certificate) -> None:
    with pytest.raises(Denied, match="other_department"):
        revoke_it(certificate, Actor(Role.STAFF, user_id=7))


def test_the_holder_cannot_revoke(certificate: Certificate, wang: Person) -> None:
    with pytest.raises(Denied, match="not_staff"):
        revoke_it(certificate, citizen(wang))
    assert denials() == ["not_staff"]


def test_nor_can_the_rules(certificate: Certificate) -> None:
    with pytest.raises(Denied, match="not_staff"):
        revoke_it(certificate, SYSTEM)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_happens(
    certificate: Certificate, civil_affairs: Department, reason: str
) -> None:
    with pytest.raises(ReasonMissing):
        revoke_it(certificate, caseworker(civil_affairs), reason)
    certificate.refresh_from_db()
    assert certificate.state == State.VALID


def test_a_revoked_certificate_is_not_revoked_again(
    certificate: Certificate, civil_affairs: Department
) -> None:
    revoke_it(certificate, caseworker(civil_affairs))
    with pytest.raises(NotInForce, match="REVOKED"):
        revoke_it(certificate, caseworker(civil_affairs), "another reason")
    certificate.refresh_from_db()
    assert certificate.reason == MOVED


def test_an_expired_certificate_is_not_revoked(certificate: Certificate, civil_affairs: Department) -> None:
    Certificate.objects.update(valid_to=LATER.date() - timedelta(days=1))
    with pytest.raises(NotInForce, match="EXPIRED"):
        revoke_it(certificate, caseworker(civil_affairs))


def test_a_double_click_is_one_act(certificate: Certificate, civil_affairs: Department) -> None:
    key = uuid4()
    first = revoke_it(certificate, caseworker(civil_affairs), key=key)
    assert revoke_it(certificate, caseworker(civil_affairs), key=key) == first
    assert OutboxEvent.objects.filter(name="CertificateRevoked").count() == 1


def test_the_same_key_for_another_reason_is_an_error(
    certificate: Certificate, civil_affairs: Department
) -> None:
    key = uuid4()
    revoke_it(certificate, caseworker(civil_affairs), key=key)
    with pytest.raises(KeyReused):
        revoke_it(certificate, caseworker(civil_affairs), "another reason", key=key)


def test_an_unknown_certificate_is_an_error_of_the_domain(civil_affairs: Department) -> None:
    with pytest.raises(UnknownCertificate):
        revoke(certificate_id=uuid4(), reason=MOVED, actor=caseworker(civil_affairs), at=LATER)


def test_a_citizen_learns_nothing_about_which_certificates_there_are(wang: Person) -> None:
    with pytest.raises(Denied, match="not_staff"):
        revoke(certificate_id=uuid4(), reason=MOVED, actor=citizen(wang), at=LATER)


def test_the_database_wants_a_time_for_every_revocation(certificate: Certificate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(state=State.REVOKED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(revoked_at=LATER)


def test_revoked_stays_revoked_after_its_last_day(
    certificate: Certificate, civil_affairs: Department
) -> None:
    revoke_it(certificate, caseworker(civil_affairs))
    certificate.refresh_from_db()
    assert certificate.state_at(LATER + timedelta(days=4000)) is State.REVOKED
