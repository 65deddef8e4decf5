"""What one submission wrote, row by row: found by looking at every table before and after it.

So the floor writes exactly what the portal writes, also tomorrow, without anybody keeping a list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection

Row = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """`fresh`: table -> new rows without numbers the database gives; `changed`: table -> (key, columns that changed)."""

    fresh: dict[str, list[Row]] = field(default_factory=dict)
    changed: dict[str, tuple[Any, Row]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(map(len, self.fresh.values())) + len(self.changed)


def watch(act: Callable[[], object]) -> Written:
    """Runs `act`. Raises `AssertionError` for a deletion, or for two changed rows in one table."""
    before = {model: _rows(model) for model in apps.get_models()}
    act()
    found = Written()
    for model, old in before.items():
        table, new = model._meta.db_table, _rows(model)
        assert old.keys() <= new.keys(), f"{table}: rows are gone"
        if fresh := [_without_number(model, new[key]) for key in sorted(new.keys() - old.keys())]:
            found.fresh[table] = fresh
        changed = {key: _difference(old[key], new[key]) for key in old if old[key] != new[key]}
        assert len(changed) <= 1, f"{table}: several rows changed"
        for each in changed.items():
            found.changed[table] = each
    return found


def _rows(model: Any) -> dict[Any, Row]:
    """Raw, as the driver gives them; JSON of PostgreSQL as text."""
    columns = [each.column for each in model._meta.concrete_fields]
    names = ", ".join(f'"{name}"::text' if name in _json_of(model) else f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"')
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return {row[model._meta.pk.column]: row for row in rows}


def _json_of(model: Any) -> set[str]:
    if connection.vendor != "postgresql":
        return set()
    return {each.column for each in model._meta.concrete_fields if each.db_type(connection) == "jsonb"}


def _without_number(model: Any, row: Row) -> Row:
    key = model._meta.pk
    numbered = key.get_internal_type() in {"AutoField", "BigAutoField"}
    return {name: value for name, value in row.items() if not (numbered and name == key.column)}


def _difference(old: Row, new: Row) -> Row:
    return {name: value for name, value in new.items() if old[name] != value}
