"""The migrated database of the tests: made once, then copied by every process that wants one.

A hundred migrations cost six seconds of a processor and more, and eight processes of a whole run begin with them. So the first
keeps what it made under a name made of all it could depend on, and the others copy that: on SQLite a file in `var`, on
PostgreSQL a database. One process at a time looks, makes and copies; of what no longer fits the newest few are kept.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var/migrated"
OURS = ("services", "portal", "accessibility")
KEPT = 9
LOCK = 20_261_128  # of PostgreSQL's advisory locks one that nobody else takes


@contextmanager
def test_database() -> Iterator[None]:
    """As long as it lasts everybody in this process is connected to a migrated database that is thrown away after it."""
    usual = connection.settings_dict["NAME"]
    copy = _copied_on_sqlite if connection.vendor == "sqlite" else _copied_on_postgresql
    copy(connection.creation._get_test_db_name())
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


@cache
def state_of_the_code() -> str:
    """Changes with whatever a migration could be made of: our code, the migrations of others, the versions of both."""
    theirs = [Path(app.path) for app in apps.get_app_configs() if ROOT not in Path(app.path).parents]
    files = [file for folder in OURS for file in (ROOT / folder).rglob("*.py")]
    files += [file for folder in theirs for file in (folder / "migrations").glob("*.py")]
    seen = hashlib.sha256(f"{metadata.version('django')} {sqlite3.sqlite_version}".encode())
    for file in sorted(files):
        seen.update(b"%s\0%s\0" % (str(file).encode(), file.read_bytes()))
    return seen.hexdigest()[:16]


def _connect_to(name: str | Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(name)
    connection.ensure_connection()


def _migrate(name: str | Path) -> None:
    _connect_to(name)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


# --- SQLite: a file


def _copied_on_sqlite(name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / f"{state_of_the_code()}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _keep_file(kept)
        _connect_to(name)
        with closing(sqlite3.connect(kept)) as source:
            source.backup(connection.connection)


def _keep_file(kept: Path) -> None:
    making = kept.with_suffix(".making")
    making.unlink(missing_ok=True)
    _migrate(making)
    making.rename(kept)
    others = sorted(FOLDER.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)
    for old in others[:-KEPT]:
        old.unlink()


# --- PostgreSQL: a database to copy from


def _copied_on_postgresql(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        kept = f"migrated_{state_of_the_code()}"
        if kept not in _kept_databases(cursor):
            _keep_database(cursor, kept)
        drop_database(cursor, name)
        copy_database(cursor, kept, name)
    _connect_to(name)


def copy_database(cursor: Any, source: str, name: str) -> None:
    """Page by page, as PostgreSQL does by itself. File by file (`STRATEGY FILE_COPY`) each copy would be quicker, but has all
    that others have changed written out before: over the whole suite that costs more than it saves."""
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def _kept_databases(cursor: Any) -> list[str]:
    """The newest last."""
    cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'migrated\_%' ORDER BY oid")
    return [row[0] for row in cursor.fetchall()]


def _keep_database(cursor: Any, kept: str) -> None:
    drop_database(cursor, "making_migrated")
    cursor.execute('CREATE DATABASE "making_migrated"')
    _migrate("making_migrated")
    cursor.execute(f'ALTER DATABASE "making_migrated" RENAME TO "{kept}"')
    for old in _kept_databases(cursor)[:-KEPT]:
        drop_database(cursor, old)


def drop_database(cursor: Any, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
