"""Databases for tests. Most tests roll back (`db`); those that must commit get a database of their own.

`committing_db` gives a test a fresh copy of the migrated database: real commits, real locks, threads. Nothing is
flushed afterwards, because the ledger's triggers refuse deletion; the copy is thrown away whole. The copy is made from
a template once a session: a file copy on SQLite, `CREATE DATABASE … TEMPLATE` on PostgreSQL. So `transaction=True`,
`transactional_db` and `live_server` of pytest-django, which flush, have no place in this suite.

A plugin: `pytest_plugins = ["tests.databases"]` in `tests/conftest.py`.
"""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.test import TestCase

from tests.migrated import copy_database, drop_database, test_database
from tests.standing import ground


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "committing_db" in getattr(item, "fixturenames", ()):
            item.add_marker("committing")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """As pytest-django's, which would migrate in every process, and make no database for committing tests alone."""
    with ExitStack() as made:
        with django_db_blocker.unblock():
            made.enter_context(test_database())
        yield
        with django_db_blocker.unblock():
            ground.end()
            made.close()


@pytest.fixture
def _ground(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        ground.begin()


@pytest.fixture
def _django_db_helper(_ground: None, _django_db_helper: None) -> Iterator[None]:
    """As pytest-django's, the transaction of every test that rolls back, but on the ground of the one before (standing.py)."""
    with ground.beneath_a_test():
        yield


@pytest.fixture(scope="session")
def database_template(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a migrated database that nobody is connected to."""
    with django_db_blocker.unblock(), migrated_template(tmp_path_factory.mktemp("template")) as template:
        yield template


@contextmanager
def migrated_template(folder: Path) -> Iterator[str]:
    """A copy of the database as it is, to copy from; on SQLite a file in `folder`."""
    ground.end()
    if connection.vendor == "sqlite":
        yield _sqlite_template(folder / "template.sqlite3")
    else:
        with _postgresql_copy(str(connection.settings_dict["NAME"]), "template") as template:
            yield template


@pytest.fixture
def committing_db(request: pytest.FixtureRequest, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """A database of this test's own, in every thread. Not together with `db` or the mark `django_db`."""
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(
            f"{request.node.name} asks for a database that rolls back and for one that commits"
        )
    template = request.getfixturevalue(
        "database_template"
    )  # only now: it cannot be made inside a transaction
    with django_db_blocker.unblock(), own_database(template, tmp_path):
        yield


@contextmanager
def own_database(template: str, folder: Path, called: str = "committing") -> Iterator[None]:
    """As long as it lasts, everybody in this process is connected to a fresh copy of `template`, a file in `folder`."""
    ground.end()
    is_sqlite = connection.vendor == "sqlite"
    copy = (
        _sqlite_copy(template, folder / f"{called}.sqlite3")
        if is_sqlite
        else _postgresql_copy(template, called)
    )
    with copy as name, _everybody_connects_to(name):
        yield


@contextmanager
def standing_for_a_module(django_db_blocker: Any) -> Iterator[None]:
    """What is made inside is there for all tests of the module that roll back, and then it is rolled back as well."""
    with django_db_blocker.unblock():
        ground.end()
        atomics = TestCase._enter_atomics()
        try:
            yield
        finally:
            TestCase._rollback_atomics(atomics)


def address() -> str:
    """What another process is told as DATABASE_URL, so that it sees what this one does."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = f"{database['USER']}:{database['PASSWORD']}@{quote(database['HOST'], safe='')}:{database['PORT']}"
    return f"postgres://{login}/{database['NAME']}"


def at_once(*acts: Callable[[], object]) -> list[Any]:
    """Runs each act in a thread of its own, let go together. What it returned or raised, in the order given."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(120)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextmanager
def _everybody_connects_to(name: str) -> Iterator[None]:
    """New connections of all threads go to `name`; this thread's present one is laid aside, not closed.

    (An in-memory database is gone when its last connection is.)
    """
    settings, mine = connections.settings["default"], connections["default"]
    usual, settings["NAME"] = settings["NAME"], name
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"], connections["default"] = usual, mine


def _sqlite_template(file: Path) -> str:
    connection.ensure_connection()
    template = sqlite3.connect(file)
    connection.connection.backup(template)
    template.execute("PRAGMA journal_mode=WAL")  # once: threads that switch at the same moment do not wait
    template.close()
    return str(file)


@contextmanager
def _sqlite_copy(template: str, file: Path) -> Iterator[str]:
    yield str(shutil.copy(template, file))


@contextmanager
def _postgresql_copy(source: str, suffix: str) -> Iterator[str]:
    """FORCE ends connections that threads of the test have left open."""
    name = f"{connection.settings_dict['NAME']}_{suffix}"
    connection.close()  # PostgreSQL copies only what nobody is connected to
    with connection._nodb_cursor() as cursor:
        drop_database(cursor, name)
        copy_database(cursor, source, name)
    try:
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            drop_database(cursor, name)
