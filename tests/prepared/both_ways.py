"""The ORM's own way of everything `services.prepared` does, for holding one against the other."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, models

from services import prepared
from services.prepared import Given, Prepared, PreparedUpdate
from services.prepared.statement import plain


def insert(*rows: models.Model) -> None:
    if rows:
        type(rows[0])._base_manager.bulk_create(rows)


def update(row: models.Model, columns: Any, **expected: Any) -> bool:
    fields = [field for field in row._meta.concrete_fields if field.attname in columns]
    changes = {field.attname: field.pre_save(row, add=False) for field in fields}
    return bool(models.QuerySet(type(row)).filter(pk=row.pk, **expected).update(**changes))


@contextmanager
def together(*kinds: type[models.Model]) -> Iterator[None]:
    yield


@contextmanager
def naming(values: dict[str, Any]) -> Iterator[None]:
    """Every `Given` of a query that is written now is its value."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Given, "as_sql", lambda self, *_: ("%s", [plain(values[self.name], connection)]))
        yield


def rows_of(query: Prepared[Any], **values: Any) -> list[Any]:
    with naming(values):
        return list(query._build())


def changed_by(query: PreparedUpdate, **values: Any) -> Any:
    rows, changes = query._build()
    with naming(values):
        number = rows.update(**changes)
        return list(rows.values_list(query._telling, flat=True)) if query._telling else number


@contextmanager
def by_the_orm() -> Iterator[None]:
    """Nothing prepared is used by anybody."""
    with pytest.MonkeyPatch.context() as patch:
        for name, own in (("insert", insert), ("update", update), ("together", together)):
            for module in [each for each in sys.modules.values() if _uses(each, name)]:
                patch.setattr(module, name, own)
        patch.setattr(Prepared, "__call__", rows_of)
        patch.setattr(PreparedUpdate, "__call__", changed_by)
        yield


def _uses(module: Any, name: str) -> bool:
    return vars(module).get(name) is getattr(prepared, name)
