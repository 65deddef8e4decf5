"""The catalogue of the tests, loaded once a process and laid down again as rows for every test that wants it.

Loading reads, checks and publishes packages, which costs half a second; thousands of tests begin with it. So the first
loading of the same packages into an empty catalogue is looked at, and later ones insert the very rows it left. Whoever
tests loading itself calls `load_base` and `load_items`, and a catalogue that is not empty is loaded in the ordinary way.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from services.catalogue.models import ServiceItem
from services.catalogue.models.versions import PartOfVersion
from services.departments.models import Department, Region
from services.ledger.entries import entry
from services.ledger.models import Entry
from services.sharing.models import DataResource

BEGINNINGS = (Region, Department, DataResource, ServiceItem)
# rows that nothing points to, in a table others write to as well: they take the next number there
NUMBERED_ANEW = {"events_outboxevent"}
# its entries are written anew: an old one would have waited for the sealer since the first test of the process
LOG = "ledger_entry"


@dataclass(frozen=True)
class Rows:
    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    """`log`: kind and body of every entry."""

    rows: list[Rows]
    log: list[tuple[str, bytes]]


_kept: dict[tuple[str, tuple[str, ...]], Kept] = {}


def once(codes: tuple[str, ...], load: Callable[[], None]) -> None:
    """`load` loads those packages. Does it, or does as if."""
    if any(model.objects.exists() for model in BEGINNINGS):
        return load()
    key = (connection.vendor, codes)
    if key in _kept:
        return _lay_down(_kept[key])
    before = {table: _keys(table) for table in _tables()}
    logged = before.pop(LOG)
    load()
    rows = [rows for table, known in before.items() if (rows := _new(table, known)).values]
    _kept[key] = Kept(
        rows, list(Entry.objects.exclude(pk__in=logged).order_by("pk").values_list("kind", "body"))
    )
    return None


def _tables() -> list[str]:
    """Those that are pointed to come before those that point, as far as the order of the apps tells; only the parts of a
    version come first, for to a published one the database adds none."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return [
        model._meta.db_table for model in sorted(models, key=lambda each: not issubclass(each, PartOfVersion))
    ]


def _keys(table: str) -> set[Any]:
    return {row[0] for row in _all(table)[1]}


def _all(table: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Every model of ours has its key in the first column."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return tuple(column[0] for column in cursor.description), list(cursor.fetchall())


def _new(table: str, known: set[Any]) -> Rows:
    columns, rows = _all(table)
    fresh = [row for row in rows if row[0] not in known]
    if table in NUMBERED_ANEW:
        columns, fresh = columns[1:], [row[1:] for row in fresh]
    return Rows(table, columns, fresh)


def _lay_down(kept: Kept) -> None:
    """Foreign keys are looked at when the test's transaction ends, or not at all: the order does not matter."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for rows in kept.rows:
            names, places = ", ".join(map(quote, rows.columns)), ", ".join(["%s"] * len(rows.columns))
            cursor.executemany(f"INSERT INTO {quote(rows.table)} ({names}) VALUES ({places})", rows.values)
    Entry.objects.bulk_create([entry(kind, json.loads(bytes(body))) for kind, body in kept.log])
