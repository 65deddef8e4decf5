"""A loop for a process of its own: a few jobs, each every so many seconds, one at a time.

A job that says there may be more (by a true value) is due again at once, behind the others that are due. A job that
raises is logged, with its traceback the first time, and due again after its usual pause; connections that broke are closed,
so the next round has new ones.
One job at a time means that a slow one makes the others late.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import close_old_connections

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`function` returns something true if it should run again without waiting `every` (seconds)."""

    name: str
    every: float
    function: Callable[[], object]


class Stop(Protocol):
    """What the loop uses of a `threading.Event`."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


def run_until(stop: Stop, jobs: Sequence[Job], *, clock: Callable[[], float] = time.monotonic) -> None:
    """Returns soon after `stop` is set: the job that is running ends first."""
    due = dict.fromkeys(jobs, clock())
    failing: dict[Job, str] = {}
    while not stop.is_set():
        job = min(due, key=due.__getitem__)
        if (left := due[job] - clock()) > 0:
            stop.wait(left)
            continue
        more = _run(job, failing)
        due[job] = clock() + (0 if more else job.every)


def _run(job: Job, failing: dict[Job, str]) -> bool:
    try:
        more = bool(job.function())
    except Exception as error:
        _tell(job, error, failing)
        close_old_connections()
        return False
    failing.pop(job, None)
    return more


def _tell(job: Job, error: Exception, failing: dict[Job, str]) -> None:
    """Where it comes from once; a line is enough each time that it fails like that again, or an hour without a database would
    fill a disk."""
    words = f"{type(error).__name__}: {error}"
    is_news, failing[job] = failing.get(job) != words, words
    log.error("%s failed; again in %s s: %s", job.name, job.every, words.partition("\n")[0], exc_info=is_news)
