"""`manage.py move_data OLD_DATABASE_URL`: everything from another database into this one, which is migrated and empty.

For the step from SQLite to PostgreSQL (docs/operations.md). All or nothing; prints rows and digest of each table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from portal.env import database_at
from portal.moving import NotMoved, move

OLD = "old"


class Command(BaseCommand):
    help = "Everything from another database into this one, which is migrated and empty."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old", metavar="OLD_DATABASE_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = 0
        try:
            with _connected(options["old"]):
                for moved in move(OLD):
                    rows += moved.rows
                    self.stdout.write(f"{moved.rows:10,}  {moved.digest}  {moved.table}")
        except (ImproperlyConfigured, NotMoved, DatabaseError) as error:
            raise CommandError(f"Nothing was moved. {error}") from error
        self.stdout.write(f"{rows:10,}  rows moved, equal on both sides; references hold, ledger verified.")


@contextmanager
def _connected(url: str) -> Iterator[None]:
    described = database_at(url)
    if described["ENGINE"].endswith("sqlite3") and not Path(described["NAME"]).is_file():
        raise NotMoved(f"There is no file {described['NAME']}.")  # SQLite would make one
    connections.settings[OLD] = {**connections.settings[DEFAULT_DB_ALIAS], **described}
    try:
        yield
    finally:
        connections[OLD].close()
        del connections[OLD], connections.settings[OLD]
