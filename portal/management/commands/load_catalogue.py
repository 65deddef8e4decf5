"""`manage.py load_catalogue [FILE …] [--dry-run]`: publish items from packages; without files, those that ship.

The base (departments, registers) is loaded first and everything is checked on top of it; one fault undoes it all.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from services.catalogue.loading import checked, load_base, outcomes, publish_all
from services.catalogue.package import SHIPPED, BadPackage


class Command(BaseCommand):
    help = "Publish items from YAML packages (schema: services/catalogue/schema.json). Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="check and say what would change, write nothing"
        )

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        paths = files or sorted((SHIPPED / "items").glob("*.yaml"))
        try:
            with transaction.atomic():
                load_base()
                packages = checked(paths)
                loaded = outcomes(packages)
                transaction.set_rollback(dry_run)
        except BadPackage as bad:
            raise CommandError(f"Nothing was loaded. Mend this first:\n{bad}") from bad
        if not dry_run:
            publish_all(packages, at=now())
        for each in loaded:
            self.stdout.write(f"{each.item} {each.version}: {each.outcome}")
