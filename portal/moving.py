"""Everything from one database into another one that is migrated and empty: rows as they lie there, or nothing at all.

Values are read and written column by column, past models that know states and seal what they are given: ids, moments and
ciphertext stay, so both sides need the same keys. One transaction; memory does not grow with a table.

Referring tables go first. What is complete is closed to additions (triggers of applications and of the catalogue), so its
parts must be there before it; that every reference holds is checked at the end. A digest of each table, taken from what was
read and again from what the new database gives back, is the proof. It adds up digests of rows, because two databases sort
texts differently.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from graphlib import TopologicalSorter
from hashlib import sha256
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.db.models.fields.json import JSONField

from services.ledger.checking import verify_log
from services.ratings.models import RectificationLimit

AT_ONCE = 1000
# `migrate` makes rows of these; those of the old database take their place. Referring ones first.
MADE_BY_MIGRATE: tuple[type[Model], ...] = (Permission, ContentType, RectificationLimit)
Row = tuple[Any, ...]


class NotMoved(Exception):
    """Why not, in a sentence. The new database is as it was."""


@dataclass(frozen=True)
class Moved:
    table: str
    rows: int
    digest: str


def move(old: str) -> Iterator[Moved]:
    """From the connection `old`, which nobody else may write to meanwhile, to the default one. Committed at the end."""
    _refuse_others_than_twins(old)
    with transaction.atomic(using=old), transaction.atomic():
        for made in MADE_BY_MIGRATE:
            made._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
        for model in tables():
            yield _move(model, old)
        _count_on()
        _check()


def tables() -> Iterator[type[Model]]:
    """Each before those it refers to."""
    order = TopologicalSorter({model: set[type[Model]]() for model in _models()})
    for model in _models():
        for field in model._meta.concrete_fields:
            if field.related_model not in {None, model}:
                order.add(field.related_model, model)
    yield from order.static_order()


def _models() -> list[type[Model]]:
    return list(apps.get_models(include_auto_created=True))


def _refuse_others_than_twins(old: str) -> None:
    before, after = (
        set(MigrationRecorder(connections[each]).applied_migrations()) for each in (old, DEFAULT_DB_ALIAS)
    )
    if not before or before != after:
        raise NotMoved(
            "The two databases differ in their migrations. Run `migrate` on both, with one version."
        )
    for model in _models():
        if model not in MADE_BY_MIGRATE and model._base_manager.exists():
            raise NotMoved(
                f"{_name(model)} has rows already. Move into a database that is migrated and empty."
            )


def _move(model: type[Model], old: str) -> Moved:
    read, kept = Digest(), Digest()
    rows = _read(model, old)
    while batch := list(islice(rows, AT_ONCE)):
        _write(model, batch)
        read.add(batch)
    rows = _read(model, DEFAULT_DB_ALIAS)
    while batch := list(islice(rows, AT_ONCE)):
        kept.add(batch)
    if (read.rows, read.total) != (kept.rows, kept.total):
        raise NotMoved(f"{_name(model)}: the new database gives back other values than it was given.")
    return Moved(_name(model), kept.rows, str(kept))


def _read(model: type[Model], database: str) -> Iterator[Row]:
    names = [field.attname for field in model._meta.concrete_fields]
    found = model._base_manager.using(database).order_by().values_list(*names)
    yield from found.iterator(chunk_size=AT_ONCE)


def _write(model: type[Model], rows: list[Row]) -> None:
    connection, fields = connections[DEFAULT_DB_ALIAS], model._meta.concrete_fields
    name = connection.ops.quote_name
    columns, places = ", ".join(name(str(each.column)) for each in fields), ", ".join(["%s"] * len(fields))
    text = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 (our own names)
    given = [[_given(*pair, connection) for pair in zip(fields, row, strict=True)] for row in rows]
    try:
        with connection.cursor() as cursor:
            cursor.executemany(text, given)
    except (DatabaseError, ValueError) as error:
        raise NotMoved(f"{_name(model)}: the new database does not take a row: {error}") from error


def _given(field: Any, value: Any, connection: Any) -> Any:
    if value is None and isinstance(field, JSONField) and not field.null:
        return connection.ops.adapt_json_value(None, field.encoder)  # JSON's own null
    return field.get_db_prep_save(value, connection)


def _count_on() -> None:
    """Numbers that the database gives go on after the highest."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _check() -> None:
    try:
        connections[DEFAULT_DB_ALIAS].check_constraints()
    except DatabaseError as error:
        raise NotMoved(f"A reference of the old database leads nowhere: {error}") from error
    if fault := verify_log().first_fault:
        raise NotMoved(f"The ledger is not what was written: {fault}.")


def _name(model: type[Model]) -> str:
    return model._meta.db_table


class Digest:
    """Of rows in any order."""

    def __init__(self) -> None:
        self.rows = self.total = 0

    def add(self, rows: list[Row]) -> None:
        self.rows += len(rows)
        self.total += sum(int.from_bytes(sha256(_bytes(row)).digest()) for row in rows)

    def __str__(self) -> str:
        return f"{self.total % 2**256:064x}"


def _bytes(row: Row) -> bytes:
    return json.dumps(row, default=_plain, sort_keys=True, ensure_ascii=False).encode(errors="surrogatepass")


def _plain(value: Any) -> Any:
    """What JSON does not know, so that no two values look alike within a column."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)  # UUID, Decimal, time
