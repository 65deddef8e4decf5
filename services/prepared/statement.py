"""The text of a statement as the ORM wrote it, and the places for what is named when it runs."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, DateField, DateTimeField, Expression, Field, Func, UUIDField

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
            plain(values[each.name], connection) if isinstance(each, Given) else each for each in self.places
        ]


def plain(value: Any, connection: Any) -> Any:
    if isinstance(value, list):
        values = [plain(each, connection) for each in value]
        return values if connection.vendor == "postgresql" else json.dumps(values)
    kind = KINDS.get(type(value))
    return kind.get_db_prep_value(value, connection) if kind else value
