"""`manage.py load_regions [FILE …]`: the administrative divisions; without files, provinces, cities and counties."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.departments.region_table import BadRegions, load_regions


class Command(BaseCommand):
    help = "Load regions from CSV files with the columns code and name (2, 4, 6, 9 or 12 digits)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        try:
            changed = load_regions(files)
        except BadRegions as bad:
            raise CommandError(f"Nothing was loaded. Mend this first:\n{bad}") from bad
        self.stdout.write(f"{changed:,} regions are new or have another name")
