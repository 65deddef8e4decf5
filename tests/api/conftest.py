"""Programs that call the API at noon on a Monday: for a citizen, for a newcomer, for a caseworker, for nobody."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from services.actions.actor import Actor
from services.people.models import User
from tests.api.client import Answer, Api
from tests.api.stage import DOOR
from tests.cast import NOON, DepartmentsStub
from tests.desk.signing_in import a_clerk, sign_in


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


class Caller(Api):
    """A citizen's program. `actor` is who the actions know."""

    def __init__(self, actor: Actor, **headers: str) -> None:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id), backend=DOOR)
        super().__init__(client, **headers)
        self.actor = actor

    def begin(self, item: str = "old-age-allowance", variant: str = "") -> Any:
        query = {"variant": variant} if variant else None
        return self.call("begin_draft", code=item, query=query).body

    def send(self, draft: Any, *, key: str = "", shown: Any = None, **answers: Any) -> Answer:
        """Sends back the digests of what the draft showed, as a client does."""
        body = {"answers": answers, "shown": digests(draft) if shown is None else shown}
        return self.call(
            "submit_application", id=draft["id"], body=body, headers={"Idempotency-Key": key or str(uuid4())}
        )

    def act(
        self, operation: str, application_id: str, *, key: str = "", body: Any = None, **parts: Any
    ) -> Answer:
        """Whatever else is done with an application or a conversation, under a key of its own."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.call(operation, id=application_id, body=body, headers=headers, **parts)

    def apply(self, item: str = "old-age-allowance", **answers: Any) -> Answer:
        return self.send(self.begin(item), **answers)


def digests(draft: Any) -> dict[str, str]:
    known = {value["field"]: value["digest"] for group in draft["known"] for value in group["values"]}
    chosen = draft["variant"]
    return known | ({"application.variant": chosen["digest"]} if chosen else {})


@pytest.fixture
def portal(catalogue: None, departments_stub: DepartmentsStub) -> DepartmentsStub:
    """Items on offer, and departments that answer."""
    return departments_stub


@pytest.fixture
def caller(portal: DepartmentsStub, citizen: Callable[[str], Actor]) -> Callable[..., Caller]:
    return lambda key, **headers: Caller(citizen(key), **headers)


@pytest.fixture
def wang(caller: Callable[..., Caller]) -> Caller:
    return caller("wang_xiulan")


@pytest.fixture
def zhou(caller: Callable[..., Caller]) -> Caller:
    return caller("zhou_min")


@pytest.fixture
def chen(caller: Callable[..., Caller]) -> Caller:
    """Whose residence is not clear: the rules leave him to a person."""
    return caller("chen_deming")


@pytest.fixture
def li(caseworker: Callable[[str], Actor]) -> Actor:
    """李文 of civil affairs."""
    return caseworker("civil_affairs")


@pytest.fixture
def stranger(portal: DepartmentsStub) -> Api:
    return Api()


@pytest.fixture
def newcomer(portal: DepartmentsStub) -> Api:
    """Signed in, and nobody has confirmed who it is."""
    client = Client()
    client.force_login(User.objects.create_user("newcomer"), backend=DOOR)
    return Api(client)


@pytest.fixture
def clerk(portal: DepartmentsStub) -> Api:
    """A caseworker with an open session of the desk."""
    client = Client()
    sign_in(client, a_clerk())
    return Api(client)
