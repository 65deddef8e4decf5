"""A pytest plugin (`-p tests.database_bound`): keeps the tests that touch the database, for a second one.

Every test that proves one of the numbered cases of docs/sharing-threats.md is kept as well, whatever it touches.
"""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not is_kept(item)])
    items[:] = [item for item in items if is_kept(item)]


def is_kept(item: pytest.Item) -> bool:
    return touches_database(item) or item.get_closest_marker("case") is not None


def touches_database(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    asks = {"_django_db_helper", "committing_db", "database_template"} & set(fixtures)
    return bool(asks) or item.get_closest_marker("django_db") is not None
