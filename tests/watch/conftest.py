"""Officers who open applications, and people they open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from services.actions.actor import Actor, Role
from services.departments.models import StaffMember
from services.people.models import Person, User
from services.sharing.actions.note_look import note_look
from services.sharing.models import Look
from services.watch.models import Canary
from tests.desk.signing_in import a_clerk
from tests.sharing.conftest import allowance, world  # noqa: F401
from tests.watch.clock import DAY

Opens = Callable[..., datetime]


@pytest.fixture
def officer(db: None) -> Actor:
    clerk = a_clerk()
    return Actor(Role.STAFF, user_id=clerk.pk, department_id=clerk.post.department_id)


@pytest.fixture
def supervisor(officer: Actor) -> Actor:
    user: User = a_clerk("ym0009", role=StaffMember.Role.SUPERVISOR)
    return Actor(Role.STAFF, user_id=user.pk, department_id=user.post.department_id)


@pytest.fixture
def people(db: None) -> list[Person]:
    rows = [
        Person(name=f"演练{number}", id_no=f"9900001900010{number:05}", confirmed_at=DAY, proof="x")
        for number in range(60)
    ]
    return Person.objects.bulk_create(rows)


@pytest.fixture
def canary(people: list[Person]) -> Person:
    Canary.objects.create(person=people[-1], planted_at=DAY)
    return people[-1]


@pytest.fixture
def opens(officer: Actor) -> Opens:
    """Opens one after the other, `every` so many seconds; the moment of the last."""

    def act(
        some: list[Person | None], *, every: float = 6, at: datetime = DAY, live: bool = True
    ) -> datetime:
        for person in some:
            note_look(
                source=f"application:{uuid4()}",
                kind=Look.Kind.DESK,
                person_id=person.pk if person else None,
                is_live=live,
                actor=officer,
                at=at,
            )
            last, at = at, at + timedelta(seconds=every)
        return last

    return act
