"""The cast without pytest: citizens with accounts, and departments that answer from a file."""

from pathlib import Path

from django.conf import settings

from portal.demo.sign_ins import cast
from services.actions.actor import Actor, Role
from services.people.actions.link_person import link_person
from services.people.models import User
from tests.cast import NOON, DepartmentsStub


def departments(folder: Path) -> DepartmentsStub:
    return DepartmentsStub(folder / "people.json", settings)


def citizen(key: str) -> Actor:
    """Somebody of the cast, confirmed."""
    person, user = cast()[key], User.objects.create(username=key)
    actor = Actor(Role.CITIZEN, user_id=user.pk)
    person_id = link_person(
        user_id=user.pk, name=person["name"], id_no=person["id_no"], proof="bench", actor=actor, at=NOON
    )
    return Actor(Role.CITIZEN, user_id=user.pk, person_id=person_id)
