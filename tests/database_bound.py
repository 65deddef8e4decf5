"""A pytest plugin (`-p tests.database_bound`): keeps the tests that touch the database, for a second one."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    bound = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = bound


def touches_database(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    asks = {"_django_db_helper", "committing_db", "database_template"} & set(fixtures)
    return bool(asks) or item.get_closest_marker("django_db") is not None
