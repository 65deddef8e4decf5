"""`manage.py export_ledger FILE`: the whole ledger for an auditor, with every checkpoint and signature.

Check it with `ledger_check.py KEYS export FILE` (from /transparency/), on a machine that is not ours.
"""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from services.ledger.proof_files import export
from services.ledger.sealer import catch_up


class Command(BaseCommand):
    help = "Write the ledger as lines of JSON. The file is for whoever may read it: its bodies hold ids."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        catch_up()
        descriptor = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            lines = sum(1 for line in export() if file.write(line))
        self.stdout.write(f"{lines} lines.")
