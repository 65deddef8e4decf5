"""`manage.py import_directory FILE.csv [--report FILE]`: take in a directory that somebody else keeps.

Its lines can be found and read here, and not applied for. All of it or nothing; importing it twice changes nothing.
The search is told at the end.
"""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from services.catalogue.directory_file import COLUMNS, BadDirectory
from services.catalogue.directory_import import Report, import_directory
from services.catalogue.search.keeping import index_catalogue

HEADER = ("line", "code", "change", "department_code", "fault")


class Command(BaseCommand):
    help = f"Import a directory of items: CSV in UTF-8 with the columns {', '.join(COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--report", type=Path, help="CSV of what changed and what is wrong (default: in PORTAL_VAR)"
        )

    def handle(self, *args: Any, file: Path, report: Path | None, **options: Any) -> None:
        try:
            found = import_directory(file, progress=lambda count: self.stderr.write(f"{count:,} lines read"))
        except BadDirectory as bad:
            raise CommandError(f"{file.name}: nothing was imported. Mend this first:\n{bad}") from bad
        target = report or Path(settings.VAR) / f"{file.stem}.report.csv"
        _write(found, target)
        self.stdout.write(_summary(found))
        self.stdout.write(f"Report: {target}")
        self.stdout.write(f"Search: {index_catalogue()}")


def _write(found: Report, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *found.rows])


def _summary(found: Report) -> str:
    changes = ", ".join(f"{found.changes[each]:,} {each}" for each in ("new", "changed", "unchanged", "ours"))
    faults = ", ".join(f"{count:,} {fault.lower()}" for fault, count in found.faults.most_common())
    wrong = f"; {found.faults.total():,} with a wrong code of the department ({faults})" if faults else ""
    return f"{found.changes.total():,} lines: {changes}{wrong}"
