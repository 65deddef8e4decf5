"""Strangers at noon on a Monday; nobody's tries are counted yet."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.cast import NOON

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def stranger() -> Client:
    return Client(headers=ENGLISH)
