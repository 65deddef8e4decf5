"""Rows written: inserted, changed, counted up, by statements whose text is kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

from services.prepared.statement import Text

Waiting = dict[type[Model], list[Model]]
_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


class PreparedUpdate:
    """`PreparedUpdate(lambda: (rows, {"last": F("last") + 1}))(…)` says how many rows it changed, or with `telling="last"` what
    stands in that column of each now."""

    def __init__(
        self,
        build: Callable[[], tuple["QuerySet[Any, Any]", Mapping[str, Any]]],
        telling: str | None = None,
    ) -> None:
        self._build, self._telling = build, telling

    @cached_property
    def _text(self) -> Text:
        rows, changes = self._build()
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        text = Text(query.get_compiler(rows.db))
        if self._telling:
            text.words += f" RETURNING {_column(rows.model._meta.get_field(self._telling))}"
        return text

    def __call__(self, **values: Any) -> Any:
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self._text.words, self._text.params(values, connection))
            return [told for (told,) in cursor.fetchall()] if self._telling else int(cursor.rowcount)


@contextmanager
def together(*models: type[Model]) -> Iterator[None]:
    """What is inserted of these models inside is written at the end: all of a model in one statement, in this order."""
    waiting: Waiting = {model: [] for model in models}
    outer = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(outer)
    for rows in waiting.values():
        if rows:
            insert(*rows)


def insert(*rows: Model) -> None:
    """New rows of one model, in one statement; those a `together` waits for, at its end."""
    if not rows:
        return
    if (waiting := _waiting.get()) and type(rows[0]) in waiting:
        waiting[type(rows[0])] += rows
        return
    connection = connections[DEFAULT_DB_ALIAS]
    text, fields, numbered = _insert(type(rows[0]), len(rows))
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        numbers = cursor.fetchall() if numbered else []
    for row, (number,) in zip(rows, numbers, strict=False):
        row.pk = number
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(row: Model, columns: Iterable[str], **expected: Any) -> bool:
    """Writes `columns` of the row if it still is as `expected`; False if it is not."""
    connection = connections[DEFAULT_DB_ALIAS]
    text, fields, conditions = _update(type(row), frozenset(columns), tuple(expected))
    known = {type(row)._meta.pk.attname: row.pk, **expected}
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
    values += [field.get_db_prep_value(known[field.attname], connection) for field in conditions]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return bool(cursor.rowcount)


@cache
def _insert(model: type[Model], number: int) -> tuple[str, list[Any], bool]:
    numbered = model._meta.auto_field
    fields = [field for field in model._meta.concrete_fields if field is not numbered]
    row = f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(map(_column, fields))
    text = f"INSERT INTO {_table(model)} ({columns}) VALUES {', '.join([row] * number)}"  # noqa: S608
    if numbered is not None and connections[DEFAULT_DB_ALIAS].features.can_return_rows_from_bulk_insert:
        return f"{text} RETURNING {_column(numbered)}", fields, True
    return text, fields, False


@cache
def _update(
    model: type[Model], columns: frozenset[str], expected: tuple[str, ...]
) -> tuple[str, list[Any], list[Any]]:
    fields = [field for field in model._meta.concrete_fields if field.attname in columns]
    conditions = [model._meta.pk, *(model._meta.get_field(name) for name in expected)]
    changes = ", ".join(f"{_column(field)} = %s" for field in fields)
    asked = " AND ".join(f"{_column(field)} = %s" for field in conditions)
    return f"UPDATE {_table(model)} SET {changes} WHERE {asked}", fields, conditions  # noqa: S608


def _table(model: type[Model]) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.db_table)


def _column(field: Any) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(field.column)
