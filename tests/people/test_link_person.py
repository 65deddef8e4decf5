"""One person, one account."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.people.actions.link_person import link_person
from services.people.errors import AlreadyLinked
from services.people.models import Person, User

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
WANG = {"name": "王秀兰", "id_no": "990102194603080026", "proof": "social_card"}
ZHAO = {"name": "赵桂英", "id_no": "990103192509150064", "proof": "social_card"}


@pytest.fixture
def citizen():
    return User.objects.create_user("wang")


def link(user: User, *, at=MONDAY, actor: Actor | None = None, request_key=None, **who) -> UUID:
    return link_person(
        user_id=user.pk,
        **{**WANG, **who},
        actor=actor or Actor(Role.CITIZEN, user_id=user.pk),
        at=at,
        request_key=request_key,
    )


def test_the_person_is_made_sealed_and_told_of(citizen):
    person = Person.objects.get(pk=link(citizen))
    assert (person.name, person.id_no, person.confirmed_at) == (WANG["name"], WANG["id_no"], MONDAY)
    assert Person.objects.get(user=citizen.pk) == person
    with connection.cursor() as cursor:
        cursor.execute("select name, id_no, id_no_index from people_person")
        kept = b"".join(bytes(cell) for row in cursor.fetchall() for cell in row)
    assert WANG["id_no"].encode() not in kept and WANG["name"].encode() not in kept
    event = OutboxEvent.objects.get(name="PersonLinked")
    assert event.body == {"person_id": str(person.pk), "user_id": citizen.pk}
    assert WANG["id_no"] not in bytes(Entry.objects.get(kind="person_linked").body).decode()


def test_the_same_link_again_changes_nothing(citizen):
    assert link(citizen) == link(citizen, at=MONDAY + timedelta(days=1))
    assert OutboxEvent.objects.count() == 1 and Person.objects.get().confirmed_at == MONDAY


def test_the_number_is_one_however_it_is_written(citizen):
    link(citizen, id_no="９９０１０２ 19460308 ００２６")
    with pytest.raises(AlreadyLinked):
        link(User.objects.create_user("wang2"))
    assert Person.objects.get().id_no == WANG["id_no"]


def test_a_second_account_of_the_person_is_refused_and_leaves_nothing(citizen):
    link(citizen)
    second = User.objects.create_user("wang2")
    with pytest.raises(AlreadyLinked):
        link(second, name="王秀英")
    second.refresh_from_db()
    assert second.person is None and Person.objects.get().name == WANG["name"]


def test_an_account_never_becomes_somebody_else(citizen):
    person = link(citizen)
    with pytest.raises(AlreadyLinked):
        link(citizen, **ZHAO)
    citizen.refresh_from_db()
    assert citizen.person_id == person and Person.objects.count() == 1


def test_a_person_whose_account_is_gone_may_come_with_a_new_one_and_a_new_name(citizen):
    person = link(citizen)
    citizen.delete()
    again = User.objects.create_user("wang2")
    later = MONDAY + timedelta(days=400)
    assert link(again, name="王秀蘭", at=later) == person
    assert (Person.objects.get().name, Person.objects.get().confirmed_at) == ("王秀蘭", later)


@pytest.mark.parametrize(
    "actor",
    [
        Actor(Role.CITIZEN, user_id=0),
        Actor(Role.CITIZEN),
        Actor(Role.STAFF, user_id=1, department_id=1),
        SYSTEM,
    ],
)
def test_nobody_links_the_account_of_another_and_the_try_is_written_down(citizen, actor):
    with pytest.raises(Denied, match="not_own_account"):
        link(citizen, actor=actor)
    assert not Person.objects.exists() and Entry.objects.filter(kind="denied").count() == 1


def test_a_clerks_account_and_one_that_is_closed_are_never_linked(citizen):
    clerk = User.objects.create_user("ym0001", kind=User.Kind.STAFF, is_staff=True)
    closed = User.objects.create_user("closed", is_active=False)
    for account in (clerk, closed):
        with pytest.raises(Denied, match="not_own_account"):
            link(account)


def test_one_request_key_is_one_link(citizen):
    key = uuid4()
    assert link(citizen, request_key=key) == link(citizen, request_key=key)
    assert OutboxEvent.objects.count() == 1
