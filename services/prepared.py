"""Statements of the hottest path: written by the ORM, kept as text, run many times.

Building a statement costs Django several times what the database needs to run it. Here the models still say everything,
columns, joins, conversions and sealing; only the text is kept, by the process. A migration cannot drift from it, and a
test writes and reads both ways and compares every column.

Meant for what everybody does at once: submitting, and what every page asks. Elsewhere the ORM's own way is right. Left out
are signals, a model's own `save()`, prefetching, and a check that related rows have been saved.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Func,
    Model,
    QuerySet,
    UUIDField,
)
from django.db.models import query as rows_of
from django.db.models.sql import UpdateQuery

R = TypeVar("R")
Waiting = dict[type[Model], list[Model]]
_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)
KINDS: Mapping[type, "Field[Any, Any]"] = {UUID: UUIDField(), date: DateField(), datetime: DateTimeField()}


class Given(Expression):
    """A place in a query whose value is named when it runs: a UUID, a day, a moment, a text or a number; in `Among`, a list."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=Field())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Among(Func):
    """Whether a column has one of the values of a list. However long the list is, the statement is the same."""

    output_field = BooleanField()
    arity = 2

    def __init__(self, column: str, values: Given) -> None:
        super().__init__(column, values)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(")

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        joiner = " IN (SELECT value FROM json_each("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=joiner)


class Text:
    """A statement as the ORM wrote it, with places for what is named when it runs."""

    def __init__(self, compiler: Any) -> None:
        self.compiler = compiler
        self.words, self.places = compiler.as_sql()

    def params(self, values: Mapping[str, Any], connection: Any) -> list[Any]:
        return [
            _plain(values[each.name], connection) if isinstance(each, Given) else each for each in self.places
        ]


def _plain(value: Any, connection: Any) -> Any:
    if isinstance(value, list):
        return value if connection.vendor == "postgresql" else json.dumps(value)
    kind = KINDS.get(type(value))
    return kind.get_db_prep_value(value, connection) if kind else value


class Prepared(Generic[R]):
    """`Prepared(lambda: Evidence.objects.filter(application=Given("of")))(of=key)` is the list of rows."""

    def __init__(self, build: Callable[[], "QuerySet[Any, R]"]) -> None:
        self._build = build

    @cached_property
    def _text_and_form(self) -> tuple[Text, "Form"]:
        queryset = self._build()
        text = Text(queryset.query.get_compiler(queryset.db))
        return text, Form(queryset, text.compiler)

    def __call__(self, **values: Any) -> list[R]:
        text, form = self._text_and_form
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(text.words, text.params(values, connection))
            rows = cursor.fetchall()
        return [form.made_of(list(row), connection) for row in rows]


class Form:
    """What becomes of a row, found out once: as Django's own iterables do for each run (django/db/models/query.py)."""

    def __init__(self, queryset: "QuerySet[Any, Any]", compiler: Any) -> None:
        django: Any = rows_of
        columns = [each[0] for each in compiler.select]
        self._converters = list(compiler.get_converters(columns).items())
        makers: dict[Any, Callable[[list[Any]], Any]] = {
            django.FlatValuesListIterable: itemgetter(0),
            django.ValuesListIterable: tuple,
            django.ModelIterable: self._instance,
        }
        self._made = makers[queryset._iterable_class]
        if self._made == self._instance:
            self._model, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
            self._own = slice(places[0], places[-1] + 1)
            self._names = [each.target.attname for each in columns[self._own]]
            self._related = django.get_related_populators(compiler.klass_info, compiler.select, queryset.db)
            self._noted = compiler.annotation_col_map or {}

    def made_of(self, row: list[Any], connection: Any) -> Any:
        for place, (converters, column) in self._converters:
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        return self._made(row)

    def _instance(self, row: list[Any]) -> Model:
        found: Model = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
        for related in self._related:
            related.populate(row, found)
        for name, place in self._noted.items():
            setattr(found, name, row[place])
        return found


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
