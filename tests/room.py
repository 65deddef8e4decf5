"""A pytest plugin: every test runs where the interpreter has room for its calls.

CPython keeps the frames of nested calls in pieces of 16 KB, and gives a piece back to the system as soon as the first call in
it returns. Tests lie deep, beneath pytest, Django and its middleware: where calls go up and down across the end of a piece,
each time costs two system calls and fresh memory, a thousand times a test, a seventh of all processor time. But a piece is
made as large as its first call says it needs. So a test begins with a call that says half a megabyte: the piece is one
megabyte, and the other half is for whatever follows.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest

WORDS = 70_000  # of eight bytes; never written to, so they take no memory

T = TypeVar("T")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    runner = item.config.pluginmanager.getplugin("runner")
    return with_room(partial(runner.pytest_runtest_protocol, item, nextitem))


def with_room(act: Callable[[], T]) -> T:
    return act()


with_room.__code__ = with_room.__code__.replace(co_stacksize=WORDS)
