"""`manage.py work`: the second process of the embedded default. What happens by itself happens here.

One loop, one thread, so the jobs share one database connection and SQLite sees one more writer, not several. Beside it
the certificates' fonts are made ready, once a machine: half a minute of computing that no citizen should wait for.

Ends on SIGTERM and SIGINT when the job in hand is done, and with the process that started it when `PORTAL_EMBEDDED` is
set. What is cut off in the middle is found again: every job is safe to repeat. In production Celery calls the same
functions.
"""

import logging
import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from portal.starting.lifeline import end_with_parent
from portal.subscriptions import SUBSCRIPTIONS
from services.applications.gathering import retry_awaited
from services.applications.timekeeping import accept_what_was_met_with_silence, close_what_is_over
from services.certificates import font
from services.events.loop import Job, run_until
from services.events.relay import deliver_due
from services.figures.people import count_people
from services.ledger.sealer import BATCH, seal
from services.notifications.sending import send_due

log = logging.getLogger(__name__)

JOBS = (
    Job("relay", 0.2, lambda: deliver_due(SUBSCRIPTIONS)),
    Job("seal", 1.0, lambda: seal() == BATCH),
    Job("awaited data", 1.0, lambda: retry_awaited(at=now()) > 0),
    Job("messages", 2.0, lambda: send_due(at=now()) > 0),
    Job("silence", 60.0, lambda: accept_what_was_met_with_silence(at=now()) > 0),
    Job("closing", 60.0, lambda: close_what_is_over(at=now()) > 0),
    Job("headcount", 600.0, lambda: count_people(at=now())),
)


class Command(BaseCommand):
    help = "Delivers events and seals the ledger until it is told to end."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        if os.environ.get("PORTAL_EMBEDDED"):
            parent = os.environ.get("PORTAL_PARENT")
            end_with_parent(int(parent) if parent else None)
        threading.Thread(target=prepare_fonts, name="fonts", daemon=True).start()
        self.stdout.write("Working.")
        self.stdout.flush()
        run_until(stop, JOBS)


def prepare_fonts() -> None:
    """Without fonts certificates cannot be drawn, and the pages say so; everything else goes on."""
    try:
        font.prepare()
    except Exception:
        log.exception("The certificates' fonts could not be made")
