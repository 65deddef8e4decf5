"""Opening the inbox: one's own messages are read from then on, nobody else's are."""

from datetime import timedelta

import pytest

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.notifications.actions.mark_read import mark_read
from services.notifications.actions.send import send
from services.notifications.models import Message
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def tell(actor: Actor, number: int) -> None:
    send(
        person_id=actor.person_id,
        template="approved",
        context={},
        source=f"application:{number}",
        actor=SYSTEM,
        at=NOON,
    )


def unread(actor: Actor) -> int:
    return Message.objects.filter(person_id=actor.person_id, read_at=None).count()


def test_all_of_ones_own_are_read_at_once(citizen):
    wang = citizen("wang_xiulan")
    tell(wang, 1)
    tell(wang, 2)
    mark_read(actor=wang, at=LATER)
    assert set(Message.objects.values_list("read_at", flat=True)) == {LATER}


def test_somebody_elses_stay_new(citizen):
    wang, li = citizen("wang_xiulan"), citizen("li_jianguo")
    tell(wang, 1)
    tell(li, 2)
    mark_read(actor=wang, at=LATER)
    assert (unread(wang), unread(li)) == (0, 1)


def test_the_first_reading_counts(citizen):
    wang = citizen("wang_xiulan")
    tell(wang, 1)
    mark_read(actor=wang, at=LATER)
    tell(wang, 2)
    mark_read(actor=wang, at=LATER + timedelta(days=1))
    assert Message.objects.get(source="application:1").read_at == LATER
    assert Message.objects.get(source="application:2").read_at == LATER + timedelta(days=1)


def test_an_empty_inbox_is_read_without_a_fuss(citizen):
    assert mark_read(actor=citizen("wang_xiulan"), at=LATER) is None


@pytest.mark.parametrize("actor", [Actor(Role.CITIZEN), Actor(Role.CITIZEN, user_id=5), SYSTEM])
def test_whoever_is_no_confirmed_person_has_no_inbox(citizen, actor):
    tell(citizen("wang_xiulan"), 1)
    with pytest.raises(Denied, match="person_not_confirmed"):
        mark_read(actor=actor, at=LATER)
    assert Message.objects.get().read_at is None


def test_nor_has_a_caseworker(catalogue, citizen, caseworker):
    tell(citizen("wang_xiulan"), 1)
    with pytest.raises(Denied):
        mark_read(actor=caseworker("civil_affairs"), at=LATER)
