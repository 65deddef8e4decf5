"""A portal that commits, for tests with threads: `committing_db` cannot use fixtures that roll back."""

from pathlib import Path
from typing import Any

from django.test import Client

from portal.demo.sign_ins import cast
from services.actions.actor import Actor, Role
from services.people.actions.link_person import link_person
from services.people.models import User
from tests.api.client import Api
from tests.cast import ITEMS, NOON, DepartmentsStub, load_shipped

DOOR = "portal.identity.doors.CitizenDoor"


def open_portal(folder: Path, settings: Any) -> None:
    """Items on offer, and departments that answer from a file."""
    load_shipped(*ITEMS)
    DepartmentsStub(folder / "people.json", settings)


def token_of(key: str) -> str:
    """Of a session of somebody of the cast."""
    user, person = User.objects.create_user(key), cast()[key]
    actor = Actor(Role.CITIZEN, user_id=user.pk)
    link_person(
        user_id=user.pk, name=person["name"], id_no=person["id_no"], proof="test", actor=actor, at=NOON
    )
    client = Client()
    client.force_login(user, backend=DOOR)
    return client.cookies["sessionid"].value


def program(token: str) -> Api:
    """A client of its own: several may call at once."""
    return Api(**{"x-session-token": token})
