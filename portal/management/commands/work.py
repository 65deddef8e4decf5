"""`manage.py work [JOB …]`: what happens by itself (portal/jobs.py) in one process; the embedded default, no broker.

One loop, one thread, so the jobs share one database connection and SQLite sees one more writer, not several. Beside it a
process makes the certificates' fonts where there are none: half a minute of computing that no citizen should wait for.
With names it does only those jobs: a cluster gives relay and sealer processes of their own, and the rest to Celery.

Ends on SIGTERM and SIGINT when the job in hand is done, and with the process that started it when `PORTAL_EMBEDDED` is
set. What is cut off in the middle is found again: every job is safe to repeat.
"""

import gc
import os
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.jobs import JOBS, prepare_fonts
from portal.starting.asked import Asked
from portal.starting.lifeline import end_with_parent
from services.events.loop import run_until


class Command(BaseCommand):
    help = "Delivers events and seals the ledger until it is told to end."
    requires_system_checks = ()  # they load every page of the site, for a second

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("jobs", nargs="*", metavar="JOB", help="only these; default: all, and the fonts")

    def handle(self, *args: Any, jobs: list[str], **options: Any) -> None:
        if unknown := set(jobs) - {job.name for job in JOBS}:
            raise CommandError(f"No job is called {', '.join(sorted(unknown))}.")
        stop = Asked.by(signal.SIGTERM, signal.SIGINT)
        if os.environ.get("PORTAL_EMBEDDED"):
            parent = os.environ.get("PORTAL_PARENT")
            end_with_parent(int(parent) if parent else None)
        if not jobs:
            prepare_fonts()
        gc.freeze()  # what is loaded stays: neither the collector nor the end walks through it again
        self.stdout.write("Working.")
        self.stdout.flush()
        run_until(stop, [job for job in JOBS if not jobs or job.name in jobs])
