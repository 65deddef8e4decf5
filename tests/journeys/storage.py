"""Where a portal under test keeps its rows, and how a test looks at them from outside without changing any.

By default a file in the portal's own folder; where DATABASE_URL names a PostgreSQL, a database of the portal's own on
that server, dropped in the end.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.migrated import copy_database, drop_database


class Storage(Protocol):
    url: str
    """What the portal is told as DATABASE_URL; empty for the file it makes by itself."""

    def copied_to(self, folder: Path) -> "Storage":
        """A copy for the portal of `folder`. Nobody may be using this one."""
        ...

    def rows(self, sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]: ...

    def drop(self) -> None: ...


def fresh(folder: Path, migrated: str = "") -> Storage:
    """For a portal whose own folder is `folder`. `migrated`: the database to begin with (`database_template`); without one
    the portal makes its own."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        return Server(named, template=migrated or "template1")
    return File(folder, migrated)


class File:
    url = ""

    def __init__(self, folder: Path, migrated: str = "") -> None:
        self._file = folder / "portal.sqlite3"
        if migrated:
            shutil.copy(migrated, self._file)

    def copied_to(self, folder: Path) -> "File":
        copy = File(folder)
        for part in self._file.parent.glob(f"{self._file.name}*"):  # what is in the log still belongs to it
            shutil.copy(part, copy._file.with_name(part.name))
        return copy

    def rows(self, sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(sql.replace("%s", "?"), tuple(given)).fetchall()

    def drop(self) -> None:
        """It goes with its folder."""


class Server:
    def __init__(self, server: str, template: str = "template1") -> None:
        self._server = server
        self._name = f"journey_{uuid4().hex[:12]}"
        with self._beside() as cursor:
            copy_database(cursor, template, self._name)

    @property
    def url(self) -> str:
        return urlsplit(self._server)._replace(path=f"/{self._name}").geturl()

    def copied_to(self, folder: Path) -> "Server":
        return Server(self._server, template=self._name)

    def rows(self, sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            connection.read_only = True
            return connection.execute(sql, tuple(given)).fetchall()

    def drop(self) -> None:
        with self._beside() as cursor:
            drop_database(cursor, self._name)

    @contextmanager
    def _beside(self) -> Iterator[psycopg.Cursor]:
        with psycopg.connect(self._server, autocommit=True) as connection, connection.cursor() as cursor:
            yield cursor
