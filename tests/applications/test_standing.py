"""Whether an application may be read for: live, and about this very person."""

from dataclasses import replace

import pytest

from services.actions.actor import SYSTEM
from services.applications.gathering import gather
from services.applications.models import Application, State
from services.sharing.fetch import Subject, fetch
from services.sharing.models import DataAccess, DataRequest
from services.sharing.standings import standing
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


def subject(application: Application) -> Subject:
    person = application.person
    return Subject(person.name, person.id_no, person.pk)


@pytest.fixture
def draft(citizen) -> Application:
    return Application.objects.get(pk=begin(citizen("wang_xiulan")))


@pytest.fixture
def approved(draft, citizen) -> Application:
    sent = send(draft.pk, citizen("wang_xiulan"))
    assert sent.state == State.APPROVED
    return sent


def test_a_draft_is_live_and_of_its_citizen(draft):
    case = standing(draft.source, subject(draft)).case
    assert (case.live, case.of_subject) == (True, True)


def test_it_is_of_nobody_else(draft, citizen):
    other = replace(subject(draft), person_id=citizen("li_jianguo").person_id)
    assert not standing(draft.source, other).case.of_subject


def test_its_department_is_at_work_on_it(draft):
    assert standing(draft.source, subject(draft)).departments == {draft.competent_department_id}


def test_what_does_not_exist_has_no_standing(draft):
    assert standing("application:00000000-0000-4000-8000-000000000001", subject(draft)) is None


def test_case_7_what_has_ended_is_not_live(approved):
    asked = DataRequest.objects.count()
    replies = fetch(
        purpose=approved.item_version.purpose,
        subject=subject(approved),
        source=approved.source,
        actor=SYSTEM,
        at=NOON,
    )
    assert {reason for each in replies for reasons in each.withheld.values() for reason in reasons} == {
        "CASE_NOT_LIVE"
    }
    assert DataRequest.objects.count() == asked
    assert DataAccess.objects.denied().filter(person=approved.person).exists()


def test_a_draft_is_read_for_again_and_again(draft, citizen):
    gather(draft.pk, actor=citizen("wang_xiulan"), at=NOON)
    assert not DataAccess.objects.denied().exists()
