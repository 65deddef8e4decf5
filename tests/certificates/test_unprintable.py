"""A document with a character no font has: who hears of it, who may settle it, and that both happen once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.certificates.actions.note_unprintable import note_unprintable
from services.certificates.actions.settle_unprintable import settle_unprintable
from services.certificates.documents import pdf_of
from services.certificates.errors import MissingGlyphs, ReasonMissing
from services.certificates.models import CertificateFile, CertificateType, Unprintable
from services.certificates.queries import unprintable_of
from services.departments.models import Department
from services.events.models import OutboxEvent
from services.people.models import Person
from tests.certificates.conftest import NOON, WANG_ID, caseworker, certify, citizen, person


@pytest.fixture
def held(wang: Person, civil_affairs: Department) -> UUID:
    return note(wang, civil_affairs)


def note(holder: Person, department: Department, actor=SYSTEM) -> UUID:
    return note_unprintable(
        source="application:1",
        holder_id=holder.pk,
        department_id=department.pk,
        characters="𪚥",
        actor=actor,
        at=NOON,
    )


def test_a_certificate_that_cannot_be_printed_is_noted_and_not_printed(
    allowance: CertificateType, office: None
) -> None:
    certificate_id = certify(person("王𪚥兰", WANG_ID))
    for _ in range(2):
        with pytest.raises(MissingGlyphs):
            pdf_of(certificate_id)
    row = Unprintable.objects.get()
    assert (row.characters, row.department) == ("𪚥", allowance.issuer)
    assert not CertificateFile.objects.exists()


def test_it_is_told_once(held: UUID, wang: Person, civil_affairs: Department) -> None:
    assert note(wang, civil_affairs) == held
    assert OutboxEvent.objects.filter(name="DocumentHeldUp").count() == 1


def test_nobody_but_the_printing_itself_can_note_one(wang: Person, civil_affairs: Department) -> None:
    with pytest.raises(Denied, match="not_system"):
        note(wang, civil_affairs, actor=citizen(wang))


def test_its_department_sees_it_until_it_is_settled(
    held: UUID, civil_affairs: Department, social_insurance: Department
) -> None:
    assert [row.pk for row in unprintable_of(caseworker(civil_affairs))] == [held]
    assert not unprintable_of(caseworker(social_insurance)).exists()
    settle_unprintable(unprintable_id=held, note="手写后当面交付。", actor=caseworker(civil_affairs), at=NOON)
    assert not unprintable_of(caseworker(civil_affairs)).exists()


def test_what_is_settled_stays_as_it_was(held: UUID, civil_affairs: Department) -> None:
    for words, at in (("手写", NOON), ("邮寄", NOON + timedelta(days=1))):
        settle_unprintable(unprintable_id=held, note=words, actor=caseworker(civil_affairs), at=at)
    row = Unprintable.objects.get()
    assert (row.note, row.settled_at) == ("手写", NOON)


def test_others_and_those_without_words_may_not_settle_it(
    held: UUID, wang: Person, civil_affairs: Department, social_insurance: Department
) -> None:
    with pytest.raises(Denied, match="not_staff"):
        settle_unprintable(unprintable_id=held, note="手写", actor=citizen(wang), at=NOON)
    with pytest.raises(Denied, match="other_department"):
        settle_unprintable(unprintable_id=held, note="手写", actor=caseworker(social_insurance), at=NOON)
    with pytest.raises(Denied, match="other_department"):
        settle_unprintable(unprintable_id=uuid4(), note="手写", actor=caseworker(civil_affairs), at=NOON)
    with pytest.raises(ReasonMissing):
        settle_unprintable(unprintable_id=held, note=" ", actor=caseworker(civil_affairs), at=NOON)
