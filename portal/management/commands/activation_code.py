"""`manage.py activation_code STAFF_NUMBER [--by SUPERVISOR_NUMBER]`: prints a code that lets a clerk set up an
authenticator. Whoever runs it stands at the server; `--by` names the supervisor who asked for it and is checked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from portal.desk.enrolment import ACTIVATION_VALID, issue_activation_code
from services.actions.errors import Denied
from services.people.models import User

REASONS = {
    "not_staff": "{number} is not a staff number.",
    "not_their_supervisor": "{by} is not a supervisor in the department of {number}.",
}


class Command(BaseCommand):
    help = "Prints a one-time activation code for a clerk, to be handed over in person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("staff_number")
        parser.add_argument("--by", metavar="SUPERVISOR_NUMBER")

    def handle(self, *args: Any, staff_number: str, by: str | None, **options: Any) -> None:
        issuer = _staff(by) if by else None
        try:
            code = issue_activation_code(_staff(staff_number), issued_by=issuer, at=now())
        except Denied as denied:
            raise CommandError(REASONS[denied.reason].format(number=staff_number, by=by)) from None
        hours = int(ACTIVATION_VALID.total_seconds() // 3600)
        self.stdout.write(f"{code}\nGood once, for {hours} hours, for {staff_number} only.")


def _staff(number: str) -> User:
    user = User.objects.filter(username=number).first()
    if user is None:
        raise CommandError(f"Nobody has the staff number {number}.")
    return user
