"""`manage.py load_targets [FILE]`: what was promised for the public figures; without a file, what ships."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.figures.targets import SHIPPED, BadTargets, load_targets


class Command(BaseCommand):
    help = "Make the targets and readings of the public figures equal to a YAML file. Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            rows = load_targets(file)
        except (BadTargets, OSError) as bad:
            raise CommandError(f"Nothing was loaded. {bad}") from bad
        self.stdout.write(f"{rows} targets and readings.")
