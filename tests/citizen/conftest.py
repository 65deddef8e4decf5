"""Visitors of the citizens' pages at noon on a Monday: somebody signed in, a newcomer, nobody in particular."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from services.actions.actor import Actor, Role
from services.people.models import User
from tests.cast import NOON, begin, send
from tests.citizen.pages import Page, posted

DOOR = "portal.identity.doors.CitizenDoor"
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def noon(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


class Visitor:
    """A browser. `actor` is who the actions would know, None for a stranger."""

    def __init__(self, actor: Actor | None = None, **cookies: str) -> None:
        self.actor, self.client = actor, Client(headers=ENGLISH)
        self.client.cookies.load(cookies)
        if actor:
            self.client.force_login(User.objects.get(pk=actor.user_id), backend=DOOR)

    def open(self, address: str, status: int = 200) -> Page:
        return Page(self.client.get(address), status)

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def post(self, address: str, **fields: Any) -> Any:
        return self.client.post(address, fields)

    def begin(self, item: str = "old-age-allowance") -> str:
        """The address of the check page, arrived at by pressing Start."""
        response = self.post(f"/items/{item}/start/")
        assert response.status_code == 302, response.content.decode()
        return str(response.url)

    def send(self, check: str, **changes: Any) -> Any:
        """Looks at the check page and presses Confirm."""
        return self.client.post(check, posted(self.open(check).form("send"), **changes))

    def apply(self, item: str = "old-age-allowance", **changes: Any) -> str:
        """The address of the result page."""
        response = self.send(self.begin(item), **changes)
        assert response.status_code == 302, response.content.decode()
        return str(response.url)


@pytest.fixture
def visitor(citizen: Callable[[str], Actor]) -> Callable[..., Visitor]:
    """`visitor("wang_xiulan")`; without a name a stranger; `mode="elder"` as the cookie says."""
    return lambda key="", **cookies: Visitor(citizen(key) if key else None, **cookies)


@pytest.fixture
def newcomer(db: None) -> Visitor:
    """Signed in, and nobody has confirmed who it is."""
    return Visitor(Actor(Role.CITIZEN, user_id=User.objects.create_user("newcomer").pk))


@pytest.fixture
def wang(visitor: Callable[..., Visitor], departments_stub: None, catalogue: None) -> Visitor:
    return visitor("wang_xiulan")


@pytest.fixture
def decided(catalogue: None, departments_stub: None, citizen: Callable[[str], Actor]) -> Callable[..., UUID]:
    """An application somebody has sent, without the pages."""

    def make(key: str = "wang_xiulan", item: str = "old-age-allowance", **answers: Any) -> UUID:
        actor = citizen(key)
        return send(begin(actor, item), actor, **answers).pk

    return make
