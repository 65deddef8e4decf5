"""`manage.py rotate_sealing`: seals every value anew with the active key, while the site works.

Before it, every process must know both keys (docs/operations.md, "A new sealing key"). Columns, uploaded files and the second
factors of citizens. `--left` only counts what is still under another key; the old key may leave the ring at nought.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandParser

from portal.identity.doors import seal_anew
from services.files.vault import turn_all
from services.sealing.rotating import left, rotate


class Command(BaseCommand):
    help = "Seal everything anew with the active key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--left", action="store_true", help="only count what is under another key")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["left"]:
            for turned in rotate():
                if turned.anew or turned.held or turned.overtaken:
                    self.stdout.write(
                        f"{turned.column}: {turned.anew} anew, {turned.held} may not change, "
                        f"{turned.overtaken} written meanwhile"
                    )
            self.stdout.write(f"files: {turn_all()} anew")
            factors = sum(seal_anew(row) for row in Authenticator.objects.iterator())
            self.stdout.write(f"second factors: {factors} anew")
        waiting = left()
        for column, count in waiting.items():
            self.stdout.write(f"{column}: {count} under another key")
        if not waiting:
            self.stdout.write("No column holds a value under another key.")
