"""Every Celery task: the jobs of portal/jobs.py under their own names, and the clock that asks for them.

A job says by a true value that there may be more; a task then goes on at once, and leaves what is left after some rounds to
the next one, so that no worker is held for ever. A message older than its job's pause is worth nothing: it expires,
so that nothing piles up while the workers are away.
"""

import gc
import logging
import threading
import time
from collections.abc import Callable
from functools import cache

from celery.signals import beat_init, worker_init, worker_ready

from portal.celery import app
from portal.jobs import JOBS, prepare_fonts
from services.events.loop import Job

log = logging.getLogger(__name__)

ROUNDS = 20
SHORTEST_PAUSE = 1.0  # of beat; who is in a hurry is nudged
OUT_OF_DATE_SECONDS = 10.0
BROKER_PAUSE_SECONDS = 5.0


def as_task(job: Job) -> Callable[[], None]:
    def run() -> None:
        for _ in range(ROUNDS):
            if not job.function():
                return

    return run


for _job in JOBS:
    app.task(as_task(_job), name=_job.name)

app.conf.beat_schedule = {
    job.name: {
        "task": job.name,
        "schedule": max(job.every, SHORTEST_PAUSE),
        "options": {"expires": max(job.every, OUT_OF_DATE_SECONDS)},
    }
    for job in JOBS
}


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def keep_what_is_loaded(**_: object) -> None:
    """Before the pool's processes are forked: they share it, and nobody's collector or end walks through it again."""
    gc.freeze()


@worker_ready.connect  # type: ignore[untyped-decorator]
def make_fonts(**_: object) -> None:
    """No task: each machine needs its own, and two that wait for them would leave no hand free for anything else."""
    prepare_fonts()


# --- the nudge after a commit

_news = threading.Event()


def nudge() -> None:
    """Tells the workers that there is news: at once, from a thread of its own, so that nobody waits for a broker."""
    _news.set()
    _teller()


@cache
def _teller() -> threading.Thread:
    thread = threading.Thread(target=_tell, name="nudge", daemon=True)
    thread.start()
    return thread


def _tell() -> None:
    while _news.wait():
        _news.clear()
        try:
            app.send_task("relay", expires=OUT_OF_DATE_SECONDS, retry=False)
        except Exception as error:
            log.warning("The broker does not answer: %s", error)
            time.sleep(BROKER_PAUSE_SECONDS)
