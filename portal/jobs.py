"""What happens by itself, on one screen: each job, and every how many seconds.

`manage.py work` runs them in one process, Celery's workers as tasks of the same names (portal/tasks.py): the same
functions, safe to repeat and to run twice at once. Whichever process dies, the next one finds what is left in the database.
"""

import logging
import threading

from django.utils.timezone import now

from portal.starting.processes import Child
from portal.subscriptions import SUBSCRIPTIONS
from services.aftercare.checking import recheck_due
from services.aftercare.rereading import reread_corrected
from services.applications.drafts import move_drafts
from services.applications.gathering import retry_awaited
from services.applications.replaying import run_asked
from services.applications.timekeeping import accept_what_was_met_with_silence, close_what_is_over
from services.applications.uploads import sweep_files
from services.certificates import font
from services.events.loop import Job
from services.events.relay import deliver_due
from services.figures.people import count_people
from services.ledger.sealer import BATCH, seal
from services.ledger.witnessing import ask_witnesses
from services.notifications.sending import send_due
from services.offers.due import expire_unanswered, send_accepted
from services.offers.sweep import sweep
from services.sharing.trace import close_lost
from services.watch.watching import watch

log = logging.getLogger(__name__)

JOBS = (
    Job("relay", 0.2, lambda: deliver_due(SUBSCRIPTIONS)),
    Job("seal", 1.0, lambda: seal() == BATCH),
    Job("witnesses", 5.0, lambda: ask_witnesses(at=now())),
    Job("watch", 15.0, lambda: watch(at=now()) > 0),
    Job("awaited data", 1.0, lambda: retry_awaited(at=now()) > 0),
    Job("messages", 2.0, lambda: send_due(at=now()) > 0),
    Job("replays", 2.0, run_asked),
    Job("lost requests", 10.0, lambda: close_lost(at=now()) > 0),
    Job("silence", 60.0, lambda: accept_what_was_met_with_silence(at=now()) > 0),
    Job("drafts", 60.0, lambda: move_drafts(at=now()) > 0),
    Job("closing", 60.0, lambda: close_what_is_over(at=now()) > 0),
    Job("offers", 60.0, lambda: sweep(at=now()) > 0),
    Job("accepted offers", 60.0, lambda: send_accepted(at=now()) > 0),
    Job("unanswered offers", 600.0, lambda: expire_unanswered(at=now()) > 0),
    Job("orphaned files", 600.0, lambda: sweep_files() > 0),
    Job("corrected values", 2.0, lambda: reread_corrected(at=now()) > 0),
    Job("rechecks", 60.0, lambda: recheck_due(at=now()) > 0),
    Job("headcount", 600.0, lambda: count_people(at=now())),
)


def prepare_fonts() -> None:
    """Where this machine has none they are made beside the jobs, by a process of their own: half a minute of computing, or
    minutes where much else goes on, that would hold up whoever did it in between. Without fonts certificates cannot be
    drawn, and the pages say so; everything else goes on."""
    if not font.ready():
        threading.Thread(target=_make_fonts, name="fonts", daemon=True).start()


def _make_fonts() -> None:
    if status := Child("The fonts", "manage", ["prepare_fonts"]).launch().wait():
        log.error("The certificates' fonts could not be made (status %s)", status)
