"""Keyset paging: a page begins behind a row, not after a number of rows, so that the thousandth costs what the first does.

The cursor is opaque to whoever holds it: the last row's values of the ordering, the key last, so that equal dates lose
no row. The comparison is one of whole rows, `(due_on, submitted_at, id) > (…)`, which an index over these columns
answers alone; written out as OR of ANDs the database would read its way to the page.

What this knowingly does not do: jump to a page by number, count the pages, order by columns that may be empty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F, Func, QuerySet, Value

from services.prepared import Given

Row = TypeVar("Row", bound=models.Model)


class BadCursor(ValueError):
    """No page of this list begins there."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`before` and `after`: the cursors of the neighbours, empty where there is none."""

    rows: list[Row]
    before: str
    after: str


@dataclass(frozen=True)
class Part:
    """What one page asks of a list. `by`: columns that are never empty, unique together; `begun`: behind a cursor, whose values
    are named when it is read."""

    by: tuple[str, ...]
    size: int
    down: bool
    begun: bool

    def of(self, rows: "QuerySet[Row]", values: Mapping[str, Any]) -> "QuerySet[Row]":
        """With one row more, which tells whether there is another page."""
        if self.begun:
            rows = rows.filter(_beyond(rows.model, values, "<" if self.down else ">"))
        return rows.order_by(*(f"-{name}" if self.down else name for name in self.by))[: self.size + 1]


def page(rows: "QuerySet[Row]", by: Sequence[str], *, size: int, **place: Any) -> Page[Row]:
    """The page behind the cursor `after`, in front of `before`, or the first. Raises `BadCursor`."""
    return page_read(lambda part, values: list(part.of(rows, values)), rows.model, by, size=size, **place)


def page_read(
    read: Callable[[Part, Mapping[str, Any]], list[Row]],
    model: type[Row],
    by: Sequence[str],
    *,
    size: int,
    after: str = "",
    before: str = "",
    descending: bool = False,
) -> Page[Row]:
    """The same of a list that knows itself how to read a part."""
    backwards, cursor = bool(before and not after), after or before
    part = Part(tuple(by), size, down=descending != backwards, begun=bool(cursor))
    found = read(part, _values(cursor, model, by) if cursor else {})
    more, shown = len(found) > size, found[:size]
    if backwards:
        shown.reverse()
    first, last = (cursor_at(shown[0], by), cursor_at(shown[-1], by)) if shown else ("", "")
    return Page(
        shown,
        before=first if (more if backwards else after) else "",
        after=last if (backwards or more) else "",
    )


def _beyond(model: type[models.Model], values: Mapping[str, Any], sign: str) -> Func:
    ends = [
        value if isinstance(value, Given) else Value(value, output_field=_column(model, name))
        for name, value in values.items()
    ]
    sides = [Func(*side, function="", output_field=models.Field()) for side in (map(F, values), ends)]
    return Func(
        *sides, template="%(expressions)s", arg_joiner=f" {sign} ", output_field=models.BooleanField()
    )


def _column(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", model._meta.get_field(name))


def cursor_at(row: models.Model, by: Sequence[str]) -> str:
    """What `after` takes to begin behind this row, and `before` to end in front of it."""
    return _signer(type(row), by).sign_object([_text(getattr(row, name)) for name in by])


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _values(cursor: str, model: type[models.Model], by: Sequence[str]) -> dict[str, Any]:
    try:
        texts = _signer(model, by).unsign_object(cursor)
    except BadSignature as error:
        raise BadCursor(cursor) from error
    return {name: _column(model, name).to_python(text) for name, text in zip(by, texts, strict=True)}


def _signer(model: type[models.Model], by: Sequence[str]) -> Signer:
    """Signed, so that nobody can make one up; each list has its own."""
    return Signer(salt=f"{__name__}:{model._meta.label}:{','.join(by)}")
