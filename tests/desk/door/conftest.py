"""What the tests of the door share: a clerk, a clock that stands, and who one is."""

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.desk.signing_in import a_clerk

INSIDE = "/desk/password_change/"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def clerk():
    return a_clerk()


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23 09:00:10+08:00", tick=False) as traveller:
        yield traveller


def who(client: Client, path: str = "/who/") -> str:
    return client.get(path).content.decode()
