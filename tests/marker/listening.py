"""A pytest plugin: what any test of the suite logs is looked through for identity numbers of the cast. The test fails that
logged one.

The numbers are values of level 4 which every story carries. `tests/marker/test_marker.py` says where else they are looked for.
"""

import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from portal.demo.sign_ins import cast
from tests.marker.searching import dresses

AS_DJANGO_SENDS = "django.db.backends"  # at DEBUG only: statements with their parameters


class Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """With the traceback, as a file would have it."""
        said = self.format(record)
        if record.name != AS_DJANGO_SENDS and names_somebody(said):
            self.heard.append(f"{record.name}: {said}")

    def taken(self) -> list[str]:
        heard, self.heard = self.heard, []
        return heard


@cache
def _dressed() -> tuple[str, ...]:
    return tuple(dress.decode() for each in cast().values() for dress in dresses(str(each["id_no"])))


def names_somebody(said: str) -> bool:
    return any(number in said for number in _dressed())


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    listener = Listener()
    logging.getLogger().addHandler(listener)
    yield listener
    logging.getLogger().removeHandler(listener)


@pytest.fixture(autouse=True)
def nobodys_number_is_logged(listener: Listener) -> Iterator[None]:
    yield
    heard: Any = listener.taken()
    assert not heard, f"an identity number was logged: {heard}"
