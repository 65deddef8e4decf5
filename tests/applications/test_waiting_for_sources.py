"""Why ever a department gave nothing that can be used: the application waits for it, names it, and comes back by itself."""

from datetime import timedelta

import pytest

from services.applications.gathering import retry_awaited
from services.applications.models import AwaitedSource, State
from services.sharing.models import Reason
from tests.cast import NOON, begin, send

CIVIL = "civil_affairs"
WAITED_FOR = [each for each in Reason if each != Reason.AMBIGUOUS]


@pytest.fixture
def wang(catalogue, departments_stub, citizen):
    return citizen("wang_xiulan")


@pytest.mark.parametrize("reason", WAITED_FOR)
def test_every_reason_is_waited_for_and_ends_in_a_decision(wang, departments_stub, reason):
    departments_stub.fail(CIVIL, reason)
    application = send(begin(wang), wang)
    wait = AwaitedSource.objects.get(application=application)
    assert (application.state, wait.department.code, wait.reason) == (State.AWAITING_DATA, CIVIL, reason)
    departments_stub.restore(CIVIL)
    assert retry_awaited(at=NOON + timedelta(minutes=1)) == 1
    application.refresh_from_db()
    assert application.state == State.APPROVED


def test_case_29_two_entries_go_to_a_person_at_once(wang, departments_stub):
    departments_stub.fail(CIVIL, Reason.AMBIGUOUS)
    application = send(begin(wang), wang)
    assert application.state == State.RECEIVED
    assert not AwaitedSource.objects.exists()
