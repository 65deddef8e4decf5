"""What departments answered: delivered when an application takes it, used when the application rests on it."""

import pytest

from portal.subscriptions import SUBSCRIPTIONS
from services.events.relay import deliver_due
from services.sharing.models import DataRequest
from tests.cast import NOON, begin, gather, send


@pytest.fixture
def wang(catalogue, departments_stub, citizen):
    return citizen("wang_xiulan")


def states(application_id) -> set[str]:
    return set(
        DataRequest.objects.filter(source=f"application:{application_id}").values_list("state", flat=True)
    )


def told() -> None:
    while deliver_due(SUBSCRIPTIONS):
        pass


def test_a_draft_takes_what_was_answered(wang):
    draft = begin(wang)
    assert states(draft) == {"DELIVERED"}


def test_it_is_used_when_it_is_submitted(wang):
    application = send(begin(wang), wang)
    told()
    assert states(application.pk) == {"USED"}


def test_what_was_read_again_before_is_never_used(wang):
    draft = begin(wang)
    gather(draft, actor=wang, at=NOON)
    send(draft, wang)
    told()
    assert states(draft) == {"DELIVERED", "USED"}


def test_a_department_that_failed_delivers_nothing(wang, departments_stub):
    departments_stub.fail("civil_affairs")
    draft = begin(wang)
    assert states(draft) == {"DELIVERED", "UNAVAILABLE"}


def test_every_step_of_the_way_is_kept(wang):
    application = send(begin(wang), wang)
    told()
    told()
    for request in DataRequest.objects.filter(source=application.source):
        steps = request.steps.order_by("pk").values_list("state", flat=True)
        assert list(steps) == ["DISPATCHED", "ANSWERED", "DELIVERED", "USED"]
