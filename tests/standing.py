"""Rows that stand from test to test, beneath the transaction of each that wants them.

The transaction of a test that rolls back is a savepoint in a longer one, the ground. As long as a test has said nothing to
the database, rows can be laid beneath it: they stay when it is undone, and the next test that asks for the same finds them
there. Whoever begins with anything else finds an empty ground.

Sweeping goes past Django, whose record of statements a test may be looking at.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TestCase

GROUND = "ground"


class Ground:
    def __init__(self) -> None:
        self._atomics: Any = None
        self._standing: Hashable = None
        self._is_untouched = False

    def begin(self) -> None:
        """Where nobody else has a transaction that tests are to stand in. One that a test has closed is gone."""
        if self._atomics is not None and connection.closed_in_transaction:
            self.end()
        if not connection.in_atomic_block:
            self._atomics = TestCase._enter_atomics()
            _say(f"SAVEPOINT {GROUND}")

    def end(self) -> None:
        """Before anybody copies the database, looks after it or lets it go; the next test begins anew."""
        if self._atomics is not None:
            atomics, self._atomics, self._standing = self._atomics, None, None
            TestCase._rollback_atomics(atomics)

    @contextmanager
    def beneath_a_test(self) -> Iterator[None]:
        """The test's own transaction has just begun."""
        if self._atomics is None:
            yield
            return
        self._is_untouched = True
        connection.execute_wrappers.insert(0, self._first)
        try:
            yield
        finally:
            self._touch()

    def lay(self, name: Hashable, lay_down: Callable[[], None]) -> bool:
        """Whether what `lay_down` makes, always the same for a `name`, stands now: not where the test has begun already."""
        if not self._is_untouched:
            return False
        self._touch()
        if name != self._standing:
            with self._swept():
                lay_down()
                connection.check_constraints()  # once here, so that no test has to
            self._standing = name
        return True

    def _first(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self._touch()
        if self._standing is not None:
            with self._swept():
                self._standing = None
        return execute(*statement)

    def _touch(self) -> None:
        if self._is_untouched:
            self._is_untouched = False
            connection.execute_wrappers.remove(self._first)

    @contextmanager
    def _swept(self) -> Iterator[None]:
        """Whatever stood is gone, and the savepoint of the test with it until the end."""
        _say(f"ROLLBACK TO SAVEPOINT {GROUND}")
        yield
        _say(f"SAVEPOINT {connection.savepoint_ids[-1]}")


def _say(statement: str) -> None:
    connection.connection.execute(statement)


ground = Ground()
