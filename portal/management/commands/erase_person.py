"""`manage.py erase_person ID [--by SUPERVISOR_NUMBER]`: what the portal knows of a person goes (个人信息保护法 第四十七条).

`ID` is that of the person's row, not the identity number. With PostgreSQL it needs the role portal_eraser (deploy/roles.sql).
`--by` names the supervisor who asked for it and is checked. What stays and why: docs/security.md.
"""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.erasure.actions.erase_person import erase_person
from services.erasure.errors import NotSealedYet, StillRuns
from services.people.models import Person, User


class Command(BaseCommand):
    help = "Erase a person who asked for it, once nothing runs any more. Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person_id", type=UUID, metavar="ID")
        parser.add_argument("--by", metavar="SUPERVISOR_NUMBER")

    def handle(self, *args: Any, person_id: UUID, by: str | None, **options: Any) -> None:
        try:
            erase_person(person_id=person_id, actor=_actor(by) if by else SYSTEM, at=now())
        except Person.DoesNotExist:
            raise CommandError(f"There is no person {person_id}.") from None
        except StillRuns as runs:
            raise CommandError(f"Nothing was erased: {runs}.") from None
        except NotSealedYet:
            raise CommandError(
                "Nothing was erased: entries wait for the sealer. Try again in a minute."
            ) from None
        except Denied:
            raise CommandError(f"Nothing was erased: {by} is not a supervisor.") from None
        self.stdout.write(f"Erased: {person_id}. The ledger tells that it was done, and of nobody.")


def _actor(number: str) -> Actor:
    user = User.objects.filter(username=number, kind=User.Kind.STAFF).first()
    if user is None:
        raise CommandError(f"Nobody has the staff number {number}.")
    return Actor(Role.STAFF, user_id=user.pk)
