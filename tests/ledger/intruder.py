"""Somebody with the database's own password: the triggers do not stop them, the tree gives them away."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.apps import apps
from django.db import connection

migration = import_module("services.ledger.migrations.0003_commitments")


@contextmanager
def without_triggers() -> Iterator[None]:
    """Not as `with schema_editor()`, which SQLite refuses inside a test's transaction."""
    editor = connection.SchemaEditorClass(connection)
    migration.remove(apps, editor)
    yield
    migration.install(apps, editor)
