"""Calls across the end of a piece of the interpreter's stack: dear, but for those that have room."""

import resource
import sys

import pytest

from tests.room import with_room

ROUNDS = 300
FRAMES = 400  # more than one piece of 16 KB holds


def fresh_pages() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def broad() -> None:
    """Its frame takes more than the next dive."""


broad.__code__ = broad.__code__.replace(co_stacksize=200)


def dive(depth: int) -> int:
    """Goes up and down at every depth, so across the ends of all pieces. How many fresh pages that took."""
    if depth == 0:
        return fresh_pages()
    before = fresh_pages() if depth == FRAMES else 0
    for _ in range(ROUNDS):
        broad()
    return dive(depth - 1) - before


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="others keep their calls elsewhere")
def test_with_room_calls_cost_no_fresh_memory():
    assert with_room(lambda: dive(FRAMES)) < ROUNDS


def test_what_it_returns_and_raises_goes_through():
    assert with_room(lambda: "word") == "word"
    with pytest.raises(KeyError, match="word"):
        with_room(lambda: {}["word"])
