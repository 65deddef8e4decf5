"""The replays that were asked for, run by the worker: claimed by a counted update, counted while they run.

A worker that dies loses its lease, and the next one begins again: nothing is written but the run itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import now

from services.applications.models import ReplayRun
from services.applications.replay import Change, Replay, replay, to_replay
from services.rules.models import RuleVersion

LEASE = timedelta(minutes=2)  # renewed with every step of the count
MOST_LISTED = 1000  # of those affected; the count and the fingerprint are over all
Clock = Callable[[], datetime]


def run_asked(*, clock: Clock = now) -> int:
    """How many were run: one or none, so that other jobs get their turn."""
    free = ReplayRun.objects.filter(Q(leased_until=None) | Q(leased_until__lt=clock()), finished_at=None)
    run = free.select_related("version__rule_set").order_by("asked_at").first()
    if run is None or not free.filter(pk=run.pk).update(leased_until=clock() + LEASE):
        return 0
    _run(run, clock)
    return 1


def latest(version: RuleVersion) -> ReplayRun | None:
    """The last one that was asked for this very content."""
    return version.replays.filter(sha256=version.sha256).order_by("-asked_at").first()


def _run(run: ReplayRun, clock: Clock) -> None:
    mine = ReplayRun.objects.filter(pk=run.pk)
    mine.update(total=to_replay(run.version).count(), decided=0)

    def told(decided: int) -> None:
        mine.update(decided=decided, leased_until=clock() + LEASE)

    found = replay(run.version, tell=told)
    mine.update(decided=found.decided, finished_at=clock(), found=_body(found))


def _body(found: Replay) -> dict[str, object]:
    return {**found.to_body(), "listed": [_line(each) for each in found.changes[:MOST_LISTED]]}


def _line(change: Change) -> list[object]:
    return [str(change.application_id), change.severity, [*change.before], [*change.after]]
