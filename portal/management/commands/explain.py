"""`manage.py explain CASE_CODE`: the record of an automatic decision as canonical JSON; `--check FILE` decides a record again.

Exits with 1 where a record does not hold. For auditors; the desk offers the same file to the competent department.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.applications.explaining import explanation, last_run
from services.applications.models import Application
from services.rules.exchange.json_text import parse_json
from services.rules.problems import RuleErrors
from services.rules.recompute import recompute


class Command(BaseCommand):
    help = "The record of an automatic decision, or a check of one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", nargs="?", help="case code of 43 characters")
        parser.add_argument("--check", metavar="FILE", help="a record; - reads it from the input")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["check"])
        elif options["case"]:
            self.stdout.write(_record(options["case"]).decode(), ending="")
        else:
            raise CommandError("Name a case, or a record with --check.")

    def _check(self, name: str) -> None:
        try:
            found = recompute(_read(name))
        except (ValueError, RuleErrors, OSError) as error:
            raise CommandError(str(error)) from error
        if not found.holds:
            raise CommandError("\n".join(found.problems))
        self.stdout.write(f"It holds: {found.outcome} {found.code} {found.amount_fen} fen.")


def _record(case: str) -> bytes:
    application = Application.objects.filter(case_code=case).first()
    run = last_run(application) if application else None
    if run is None:
        raise CommandError(f"{case}: no such case, or the rules have not looked at it.")
    return explanation(run)


def _read(name: str) -> Any:
    if name == "-":
        return parse_json(sys.stdin.buffer.read())
    with open(name, "rb") as file:
        return parse_json(file.read())
