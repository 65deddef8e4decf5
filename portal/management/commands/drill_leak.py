"""`manage.py drill_leak`: a leak on purpose, against the processes that run. Prints how long until it was found and handled.

A drill officer and a canary are made (once), and the officer opens the canary again and again, at the pace of a
person, by the same action the desk's page calls. Then this only waits: the watch of the running worker has to find it, and a
supervisor has to handle it at the desk (or `--handle` does). Ends with 1 where the alert takes more than 5 minutes or the
handling more than 30.

It needs a worker (`manage.py work`), and leaves rows: looks, ledger entries, one detection, which say that it was a drill.
"""

import time
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from services.actions.actor import SYSTEM, Actor, Role
from services.departments.models import Department
from services.people.models import Person, User
from services.sharing.actions.note_look import note_look
from services.sharing.models import Look
from services.watch.actions.answer_detection import handle
from services.watch.models import Canary, Detection

ALERT_SECONDS, HANDLING_SECONDS = 300, 1800
OFFICER, NUMBER = "drill-officer", "990000190001010000"
OPENINGS = 30


class Command(BaseCommand):
    help = "Inject a leak and measure the time to alert and to handling (bars: 5 and 30 minutes)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pause", type=float, default=2.0, help="seconds between two openings")
        parser.add_argument("--handle", action="store_true", help="do what a supervisor would do at the desk")

    def handle(self, *args: Any, **options: Any) -> None:
        officer, person = _officer(), _canary(now())
        begun = now()
        for number in range(OPENINGS):
            _open(officer, person, now())
            if self._found(officer, begun) or number == OPENINGS - 1:
                break
            time.sleep(options["pause"])
        alert = self._wait("An alert", ALERT_SECONDS, lambda: self._found(officer, begun))
        row = self._found(officer, begun)
        if row and options["handle"]:
            handle(detection_id=row.pk, words="drill", harmless=False, actor=SYSTEM, at=now())
        handled = self._wait("Handling", HANDLING_SECONDS, lambda: self._is_handled(officer, begun))
        is_out = not User.objects.get(username=OFFICER).is_active
        self.stdout.write(f"Alert after {alert:.0f} s, handled after {handled:.0f} s.")
        self.stdout.write("The officer's sign-in is stopped." if is_out else "The officer may still sign in.")
        if not is_out:
            raise CommandError("The leak was found and not stopped.")

    def _wait(self, what: str, seconds: float, done: Any) -> float:
        began = time.monotonic()
        while not done():
            if time.monotonic() - began > seconds:
                raise CommandError(f"{what} took more than {seconds} s.")
            time.sleep(0.5)
        return time.monotonic() - began

    def _found(self, officer: Actor, begun: datetime) -> Detection | None:
        rows = Detection.objects.filter(about=officer.key, rule=Detection.Rule.CANARY, opened_at__gte=begun)
        return rows.first()

    def _is_handled(self, officer: Actor, begun: datetime) -> bool:
        found = self._found(officer, begun)
        return found is not None and found.handled_at is not None


def _officer() -> Actor:
    user, _ = User.objects.update_or_create(
        username=OFFICER,
        defaults={
            "kind": User.Kind.STAFF,
            "is_staff": True,
            "is_active": True,
            "password": make_password(None),
        },
    )
    return Actor(Role.STAFF, user_id=user.pk, department_id=Department.objects.earliest("pk").pk)


def _canary(at: datetime) -> Person:
    """A number of no region and no day: nobody can have it."""
    person = Person.objects.filter(id_no_index=NUMBER).first() or Person.objects.create(
        name="演练", id_no=NUMBER, confirmed_at=at, proof="drill"
    )
    Canary.objects.get_or_create(person=person, defaults={"planted_at": at})
    return person


def _open(officer: Actor, person: Person, at: datetime) -> None:
    note_look(
        person_id=person.pk,
        source=f"drill:{uuid4()}",
        kind=Look.Kind.DESK,
        is_live=False,
        actor=officer,
        at=at,
    )
