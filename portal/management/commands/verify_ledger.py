"""`manage.py verify_ledger`: reads the ledger from the first entry to the last and makes every hash again.

`--witness FILE` (any number): the last checkpoint of a witness, as it was brought from the witness's own machine. Without it
the files in PORTAL_WITNESS_FOLDER are taken. Only they can tell that the whole database is an old copy.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from services.ledger.checking import Report, verify_log
from services.ledger.witnesses import NotOurs, Seen, files, seen_in


class Command(BaseCommand):
    help = "Check the whole ledger. Ends with 1 where it is not what was written, and names each place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--witness", type=Path, action="append", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        held = self._held(options["witness"])
        report = verify_log(held, at=now())
        if report.faults:
            raise CommandError(_told(report))
        if report.late:
            self.stdout.write(f"Sealed late, after more than five minutes: {len(report.late)} entries.")
        witnesses = f" {len(held)} witnesses agree." if held else ""
        self.stdout.write(f"Ledger verified: {report.size} entries.{witnesses}")

    def _held(self, given: list[Path] | None) -> list[Seen]:
        try:
            return [seen_in(file) for file in (given or files())]
        except (OSError, NotOurs, UnicodeDecodeError) as error:
            raise CommandError(f"No checkpoint of this ledger: {error}.") from error


def _told(report: Report) -> str:
    places = "".join(f"\n  {fault}" for fault in report.faults)
    return f"The ledger is not what was written ({report.entries_ok} entries are, from the first on):{places}"
