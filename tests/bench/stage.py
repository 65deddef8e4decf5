"""Somewhere to measure: a database of its own with the shipped catalogue, on SQLite or on a private PostgreSQL.

    with stage("postgresql"):
        from services… import …      # Django is set up from here on

One process measures on one database: the settings are read once. Whoever wants both runs itself twice (`on_both`).
Everything lies in a temporary folder and goes with the process.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.starting.texts import compile_texts
from tests import services

DATABASES = ("sqlite", "postgresql")


@contextlib.contextmanager
def stage(database: str) -> Iterator[Path]:
    """Raises `services.Missing` where there is no PostgreSQL. Gives the temporary folder."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        url = stack.enter_context(services.postgres()) if database == "postgresql" else ""
        os.environ |= {
            "DATABASE_URL": url or f"sqlite:///{folder}/portal.sqlite3",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": str(folder),
        }
        _fill()
        yield folder
        _let_go()


def _fill() -> None:
    import django
    from django.core.management import call_command

    compile_texts()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from services.catalogue.loading import load_base, load_items
    from services.catalogue.package import SHIPPED
    from tests.cast import NOON

    load_base()
    load_items(sorted((SHIPPED / "items").glob("*.yaml")), at=NOON)


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


def on_both(module: str, words: Sequence[str]) -> int:
    """Runs `python -m MODULE DATABASE …` for each database; a machine without PostgreSQL is told so."""
    runs = [subprocess.run([sys.executable, "-m", module, each, *words], check=False) for each in DATABASES]
    return max(run.returncode for run in runs)
