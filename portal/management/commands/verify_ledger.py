"""`manage.py verify_ledger`: reads the ledger from the first entry to the last and makes every hash again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.ledger.checking import verify_log


class Command(BaseCommand):
    help = "Check the whole ledger. Ends with 1 where it is not what was written."

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify_log()
        if report.first_fault:
            raise CommandError(f"The ledger is not what was written: {report.first_fault}.")
        self.stdout.write(f"Ledger verified: {report.size} entries.")
