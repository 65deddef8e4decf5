"""`manage.py seal_ledger`: seals what waits and ends. To be run before a site serves, so that it begins with a whole log.

Where a sealer is at work already this waits for its batch and finds nothing left. A tampered entry ends it with 1.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.ledger.sealer import TamperedBeforeSeal, catch_up


class Command(BaseCommand):
    help = "Seal every entry that waits for its place in the ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{catch_up()} entries sealed.")
        except TamperedBeforeSeal as error:
            raise CommandError(
                f"Entry {error} was changed before it was sealed. Nothing after it is sealed."
            ) from error
