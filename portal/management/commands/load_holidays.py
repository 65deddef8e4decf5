"""`manage.py load_holidays FILE …`: the holiday notices of the State Council, a file a year, or from the package."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from services.calendars.loading import Loaded, load_notice
from services.calendars.notices import CalendarError, Notice, from_package, read_file

WORDS = {
    Loaded.LOADED: "loaded",
    Loaded.UNCHANGED: "as before",
    Loaded.NOT_PUBLISHED: "not published yet, left out",
}


class Command(BaseCommand):
    help = "Loads holidays and exchanged workdays. Loading the same again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, metavar="FILE", help="JSON of the collection holiday-cn"
        )
        parser.add_argument(
            "--package",
            nargs="+",
            type=int,
            default=[],
            metavar="YEAR",
            help="years to take from the installed package chinese_calendar instead",
        )

    def handle(self, *, files: list[Path], package: list[int], **options: Any) -> None:
        if not files and not package:
            raise CommandError("Nothing to load. Name files, or years with --package.")
        notices = self._read(files) + [from_package(year) for year in package]
        for notice in notices:  # all are readable: nothing is loaded if one is not
            outcome = load_notice(notice, at=now())
            self.stdout.write(f"{notice.year}: {WORDS[outcome]} ({len(notice.days)} days)")

    def _read(self, files: list[Path]) -> list[Notice]:
        notices, errors = [], []
        for file in files:
            try:
                notices.append(read_file(file))
            except CalendarError as error:
                errors.append(str(error))
            except OSError as error:
                errors.append(f"{file}: {error.strerror}")
        if errors:
            raise CommandError("\n".join(errors))
        return notices
