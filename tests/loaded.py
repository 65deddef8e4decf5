"""The catalogue of the tests, loaded once a process and laid down again as rows for every test that wants it.

Loading reads, checks and publishes packages, which costs half a second; thousands of tests begin with it. So the first
loading of the same packages into the same catalogue (an empty one, mostly) is looked at, and later ones insert the very
rows it left; a test that begins with them finds those of the one before still standing (standing.py). A loading that did
more than add rows is done again each time. Whoever tests loading itself calls `load_base` and `load_items`.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import connection

from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.models.versions import PartOfVersion, Pilot, Variant
from services.certificates.models import CertificateType
from services.departments.models import Department, Region
from services.ledger.entries import entry
from services.ledger.models import Entry
from services.rules.models import RuleSet, RuleVersion
from services.sharing.models import (
    AuthorityClaim,
    DataField,
    DataResource,
    NegativeListEntry,
    Predicate,
    Purpose,
    SharingPolicy,
)
from tests.standing import ground

BEGINNINGS = (Region, Department, DataResource, ServiceItem)
# what loading reads and writes: where all of it is alike, the same packages leave the same
CATALOGUE = (
    *BEGINNINGS,
    DataField,
    AuthorityClaim,
    Predicate,
    SharingPolicy,
    NegativeListEntry,
    Purpose,
    RuleSet,
    RuleVersion,
    CertificateType,
    ItemVersion,
    Pilot,
    Variant,
)
# rows that nothing points to, in a table others write to as well: they take the next number there
NUMBERED_ANEW = {"events_outboxevent"}
# its entries are written anew: an old one would have waited for the sealer since the first test of the process
LOG = "ledger_entry"


@dataclass(frozen=True)
class Rows:
    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]

    def as_told(self) -> set[str]:
        return {repr(row) for row in self.values}


@dataclass(frozen=True)
class Kept:
    """`log`: kind and body of every entry."""

    rows: list[Rows]
    log: list[tuple[str, bytes]]


_kept: dict[tuple[str, tuple[str, ...], str], Kept] = {}


def once(codes: tuple[str, ...], load: Callable[[], None]) -> None:
    """`load` loads those packages. Does it, or does as if."""
    on_nothing = _kept.get((connection.vendor, codes, ""))
    if on_nothing and ground.lay(codes, lambda: _lay_down(on_nothing)):
        return _write_down(on_nothing)
    key = (connection.vendor, codes, _catalogue())
    if key in _kept:
        _lay_down(_kept[key])
        return _write_down(_kept[key])
    tables = _tables()
    before = {table: _all(table) for table in tables}
    load()
    after = {table: _all(table) for table in tables}
    if all(before[table].as_told() <= after[table].as_told() for table in tables):
        _kept[key] = _difference(before, after)
    return None


def _catalogue() -> str:
    """What is in it now; empty while nothing is."""
    if not any(model._default_manager.exists() for model in BEGINNINGS):
        return ""
    seen = hashlib.sha256()
    for model in CATALOGUE:
        seen.update(repr(sorted(_all(model._meta.db_table).as_told())).encode())
    return seen.hexdigest()


def _tables() -> list[str]:
    """Those that are pointed to come before those that point, as far as the order of the apps tells; only the parts of a
    version come first, for to a published one the database adds none."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return [
        model._meta.db_table for model in sorted(models, key=lambda each: not issubclass(each, PartOfVersion))
    ]


def _all(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return Rows(table, tuple(column[0] for column in cursor.description), cursor.fetchall())


def _difference(before: dict[str, Rows], after: dict[str, Rows]) -> Kept:
    fresh = [_new(before[table], after[table]) for table in after if table != LOG]
    logged = [dict(zip(after[LOG].columns, row, strict=True)) for row in _new(before[LOG], after[LOG]).values]
    log = [(each["kind"], each["body"]) for each in sorted(logged, key=itemgetter("id"))]
    return Kept([rows for rows in fresh if rows.values], log)


def _new(before: Rows, after: Rows) -> Rows:
    """Every model of ours has its key in the first column."""
    known = before.as_told()
    columns, rows = after.columns, [row for row in after.values if repr(row) not in known]
    if after.table in NUMBERED_ANEW:
        columns, rows = columns[1:], [row[1:] for row in rows]
    return Rows(after.table, columns, rows)


def _lay_down(kept: Kept) -> None:
    """Foreign keys are looked at when the test's transaction ends, or not at all: the order does not matter."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for rows in kept.rows:
            names, places = ", ".join(map(quote, rows.columns)), ", ".join(["%s"] * len(rows.columns))
            cursor.executemany(f"INSERT INTO {quote(rows.table)} ({names}) VALUES ({places})", rows.values)
        _number_on_behind(kept.rows, cursor)


def _write_down(kept: Kept) -> None:
    Entry.objects.bulk_create([entry(kind, json.loads(bytes(body))) for kind, body in kept.log])


def _number_on_behind(laid_down: list[Rows], cursor: Any) -> None:
    """A copy of the database numbers from where its template stood; what was laid down there may stand further on.

    PostgreSQL alone counts beside the rows.
    """
    if connection.vendor != "postgresql":
        return
    for rows in laid_down:
        keys = [row[0] for row in rows.values]
        if rows.columns[0] == "id" and isinstance(keys[0], int):
            sequence, last = f"{rows.table}_id_seq", max(keys)
            cursor.execute(f"SELECT setval('{sequence}', greatest(last_value, {last})) FROM {sequence}")
