"""`manage.py synthesize_directory N`: fill the directory up to N made-up lines, to see how the portal bears them.

The search is told at the end, which takes minutes for 100,000 lines.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.catalogue.search.keeping import index_catalogue
from services.catalogue.synthesis import synthesize_directory


class Command(BaseCommand):
    help = "Fill the directory up to N made-up lines (the same ones every time). For measuring only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("size", type=int, help="how many lines there should be")

    def handle(self, *args: Any, size: int, **options: Any) -> None:
        try:
            made = synthesize_directory(size, progress=lambda count: self.stderr.write(f"{count:,} lines"))
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{made:,} made-up lines are new")
        self.stdout.write(f"Search: {index_catalogue(progress=self._told)}")

    def _told(self, count: int) -> None:
        self.stderr.write(f"{count:,} entries looked at for the search")
