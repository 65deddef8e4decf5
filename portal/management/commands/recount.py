"""`manage.py recount [--fill]`: counts the public figures again from the rows of truth, and says where they differ.

What the worker has not told yet is missing from the counts: run it when nothing is under way, or read it so. After the
first installation over existing applications, `--fill` counts what happened before anybody counted.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from services.figures.fill import fill as fill_in
from services.figures.recount import differences


class Command(BaseCommand):
    help = "Count the public figures again and compare. Ends with 1 where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fill", action="store_true", help="first add what was never counted")

    def handle(self, *args: Any, fill: bool, **options: Any) -> None:
        if fill:
            self.stdout.write(f"{fill_in()} counts added.")
        found = differences(now())
        for each in found:
            where = f"{each.cell.on} {each.cell.measure} department {each.cell.department_id}"
            self.stdout.write(f"{where} item {each.cell.item_id}: {each.counted}, recounted {each.recounted}")
        if found:
            raise CommandError(f"{len(found)} counts differ.")
        self.stdout.write("Every count agrees.")
