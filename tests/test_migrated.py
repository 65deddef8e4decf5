"""The database of the tests is a copy of one that was migrated: the copy has everything, and no code outlives its own."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import migrated


def changed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    monkeypatch.setattr(migrated, "OURS", [*migrated.OURS, folder])
    return str(migrated.state_of_the_code.__wrapped__())


@pytest.mark.django_db
def test_nothing_is_left_to_migrate() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_the_triggers_are_there() -> None:
    table = {
        "sqlite": "sqlite_master WHERE type = 'trigger'",
        "postgresql": "pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table[connection.vendor]}")
        assert cursor.fetchone()[0] > 0


def test_it_is_made_anew_for_a_file_more_and_for_a_changed_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = [migrated.state_of_the_code()]
    for words in ("A = 1", "A = 2"):
        (tmp_path / "more.py").write_text(words)
        names.append(changed(monkeypatch, tmp_path))
    assert len(set(names)) == 3
