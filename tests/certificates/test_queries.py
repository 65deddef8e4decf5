"""Who finds which certificates."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.actions.actor import SYSTEM, Actor, Role
from services.certificates.models import Certificate, CertificateType
from services.certificates.queries import for_source, of_holder, visible_to
from services.departments.models import Department
from services.people.models import Person
from tests.certificates.conftest import NOON, caseworker, certify, citizen


def test_the_certificate_of_a_source(certificate: Certificate) -> None:
    assert for_source("application:1") == certificate
    assert for_source("application:2") is None


def test_a_holder_finds_her_own_newest_first(allowance: CertificateType, wang: Person, zhou: Person) -> None:
    certify(wang, "old")
    certify(wang, "new", at=NOON + timedelta(days=1))
    certify(zhou, "hers")
    assert [each.source for each in of_holder(wang.id)] == ["new", "old"]


def test_reading_needs_one_query_with_type_and_issuer(certificate: Certificate, wang: Person) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert [each.type.issuer.code for each in of_holder(wang.id)] == ["civil_affairs"]
    assert len(queries) == 1


def test_citizens_see_what_they_hold(certificate: Certificate, wang: Person, zhou: Person) -> None:
    assert list(visible_to(citizen(wang))) == [certificate]
    assert list(visible_to(citizen(zhou))) == []


def test_caseworkers_see_what_their_department_issued(
    certificate: Certificate, civil_affairs: Department, social_insurance: Department
) -> None:
    assert list(visible_to(caseworker(civil_affairs))) == [certificate]
    assert list(visible_to(caseworker(social_insurance))) == []


def test_whoever_is_nobody_yet_sees_nothing(certificate: Certificate) -> None:
    assert list(visible_to(Actor(Role.CITIZEN, user_id=3))) == []
    assert list(visible_to(Actor(Role.STAFF, user_id=3))) == []


def test_the_system_sees_all(certificate: Certificate) -> None:
    assert list(visible_to(SYSTEM)) == [certificate]
