"""A pytest plugin (`-p tests.database_bound`): keeps the tests that touch the database, for a second one.

Every test that proves one of the numbered cases of docs/sharing-threats.md is kept as well, whatever it touches.

What a test rolls back stays in PostgreSQL's tables as dead rows, which every later look at them reads again; so they are
swept away from time to time.
"""

from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from tests.standing import ground

SWEPT_AFTER = 50  # tests of a process
_tests = count(1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not is_kept(item)])
    items[:] = [item for item in items if is_kept(item)]


def is_kept(item: pytest.Item) -> bool:
    return touches_database(item) or item.get_closest_marker("case") is not None


def touches_database(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    asks = {"_django_db_helper", "committing_db", "database_template"} & set(fixtures)
    return bool(asks) or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    yield
    if next(_tests) % SWEPT_AFTER == 0 and connection.vendor == "postgresql":
        with item.config.stash[blocking_manager_key].unblock():
            _sweep()


def _sweep() -> None:
    ground.end()
    if not connection.in_atomic_block:  # of tests that share what stands for their module
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
