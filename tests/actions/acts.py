"""A few acts that do all an action may do: write a row, tell an event, record an entry, refuse, fail."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied, DomainError
from services.events.outbox import publish
from services.ledger.entries import record
from services.people.models import Person
from tests.clocks import START
from tests.events.stories import ParcelSent

CLERK = Actor(Role.STAFF, user_id=1, department_id=1)
OTHER_CLERK = Actor(Role.STAFF, user_id=2, department_id=1)
CITIZEN = Actor(Role.CITIZEN, user_id=3)


class Broken(DomainError):
    """The act went wrong after it had written."""


@action
def enrol(
    *,
    id_no: str,
    actor: Actor,
    at: datetime,
    fail: bool = False,
    born_on: date | None = None,
    sum: Decimal | None = None,
    friends: tuple[UUID, ...] = (),
    request_key: UUID | None = None,
) -> UUID:
    """Writes before it asks who acts, which no real action does: so the tests see that nothing of it stays."""
    person = Person.objects.create(name="somebody", id_no=id_no, confirmed_at=at, proof="x")
    record("enrolled", {"person": str(person.pk)})
    publish(ParcelSent(number=1))
    if actor.role is Role.CITIZEN:
        raise Denied("not_staff")
    if fail:
        raise Broken
    return person.pk


@action
def rename(*, actor: Actor, at: datetime, name: str = "renamed", request_key: UUID | None = None) -> None:
    """An act without an outcome: each time it happens it leaves an entry."""
    record("renamed", {"name": name})


@action
def careless(*, actor: Actor, at: datetime) -> UUID:
    """An action that calls an action."""
    return enrol(id_no="1", actor=actor, at=at)


AT = START
