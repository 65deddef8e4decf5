"""What looks like a leak. Each rule reads a window that ends at `at` and says whom it is about; none of them writes.

The numbers are bounds of common sense for one office, and stand here and nowhere else. A caseworker who works through a
queue opens an application in minutes; somebody who copies them needs seconds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Max, Q
from django.utils.timezone import localtime

from services.ledger.backlog import STOP_AFTER, WARNING_AFTER, waiting
from services.ledger.leaves import belongs_together
from services.ledger.models import Entry, Refusal
from services.sharing.models import DataAccess, Look
from services.watch.models import Detection

Rule, Severity = Detection.Rule, Detection.Severity
PEOPLE_IN_FIVE_MINUTES, PEOPLE_IN_AN_HOUR = 25, 120  # hard cap of different people, for anybody
TIMES_THE_MEDIAN, LEAST_TO_COMPARE = 5, 15  # of the own hours of the last 28 days
MISSES_IN_TEN_MINUTES = 10  # addresses that are not theirs, or not there
ENDED_IN_AN_HOUR = 10  # applications that are over
NIGHT_BEGINS, NIGHT_ENDS, AT_NIGHT = 22, 6, 3  # hours of Shanghai; openings between them
LOOKS_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    """`last_at`: of the newest thing it rests on; what has been handled since is not found again."""

    rule: Detection.Rule
    severity: Detection.Severity
    about: str
    last_at: datetime
    facts: dict[str, object]


def canaries(at: datetime) -> Iterator[Finding]:
    """Anybody, for any reason, allowed or denied."""
    since = Q(at__gt=at - LOOKS_BACK, at__lte=at, person__canary__isnull=False)
    opened = Look.objects.by_staff().filter(since).values("actor").annotate(last=Max("at"), times=Count("id"))
    for row in opened:
        yield Finding(Rule.CANARY, Severity.CRITICAL, row["actor"], row["last"], {"times": row["times"]})
    asked = DataAccess.objects.filter(since).values("actor", "purpose_id")
    for row in asked.annotate(last=Max("at"), times=Count("id")):
        is_officer = row["actor"].startswith("STAFF:")
        about = row["actor"] if is_officer else f"purpose:{row['purpose_id']}"
        yield Finding(Rule.CANARY, Severity.CRITICAL, about, row["last"], {"times": row["times"]})


def volume(at: datetime) -> Iterator[Finding]:
    """More different people than anybody works through, or many times more than the officer usually does."""
    five, hour = _people(at, timedelta(minutes=5)), _people(at, timedelta(hours=1))
    for actor, (people, last) in hour.items():
        quick, _ = five.get(actor, (0, last))
        facts: dict[str, object] = {"people": people, "in_five_minutes": quick}
        if quick >= PEOPLE_IN_FIVE_MINUTES or people >= PEOPLE_IN_AN_HOUR:
            yield Finding(Rule.VOLUME, Severity.CRITICAL, actor, last, facts)
        elif people >= LEAST_TO_COMPARE and people > TIMES_THE_MEDIAN * (usual := _usual(actor, at)) > 0:
            yield Finding(Rule.VOLUME, Severity.WARNING, actor, last, {**facts, "usual": usual})


def _people(at: datetime, window: timedelta) -> dict[str, tuple[int, datetime]]:
    rows = (
        Look.objects.by_staff().filter(at__gt=at - window, at__lte=at, person__isnull=False).values("actor")
    )
    counted = rows.annotate(people=Count("person", distinct=True), last=Max("at"))
    return {row["actor"]: (row["people"], row["last"]) for row in counted}


def _usual(actor: str, at: datetime) -> float:
    """The median of the hours of the last 28 days in which the officer opened anything; the last hour does not count."""
    before = at - timedelta(hours=1)
    moments = Look.objects.by_staff().filter(actor=actor, at__gt=at - timedelta(days=28), at__lte=before)
    hours = Counter(f"{moment:%Y%m%d%H}" for moment in moments.values_list("at", flat=True).iterator())
    return median(hours.values()) if hours else 0


def enumeration(at: datetime) -> Iterator[Finding]:
    """Tries addresses one after the other."""
    for actor, last, times in _counted(at, timedelta(minutes=10), Q(person=None), MISSES_IN_TEN_MINUTES):
        yield Finding(Rule.ENUMERATION, Severity.CRITICAL, actor, last, {"times": times})


def not_live(at: datetime) -> Iterator[Finding]:
    """Reads what has ended: nothing is left to do there."""
    ended = Q(person__isnull=False, is_live=False)
    for actor, last, times in _counted(at, timedelta(hours=1), ended, ENDED_IN_AN_HOUR):
        yield Finding(Rule.NOT_LIVE, Severity.WARNING, actor, last, {"times": times})


def _counted(at: datetime, window: timedelta, which: Q, least: int) -> Iterator[tuple[str, datetime, int]]:
    """Actors with at least so many different addresses: who, when last, how many."""
    rows = Look.objects.by_staff().filter(which, at__gt=at - window, at__lte=at).values("actor")
    for row in rows.annotate(times=Count("source", distinct=True), last=Max("at")).filter(times__gte=least):
        yield row["actor"], row["last"], row["times"]


def odd_hours(at: datetime) -> Iterator[Finding]:
    """At night, in Shanghai."""
    if NIGHT_ENDS <= localtime(at).hour < NIGHT_BEGINS:
        return
    for actor, last, times in _counted(at, timedelta(hours=1), Q(), AT_NIGHT):
        yield Finding(Rule.ODD_HOURS, Severity.WARNING, actor, last, {"times": times})


def log_behind(at: datetime) -> Iterator[Finding]:
    waited = waiting(at)
    seconds: dict[str, object] = {"seconds": int(waited.total_seconds())}
    if waited > STOP_AFTER:
        yield Finding(Rule.LOG_STOPPED, Severity.CRITICAL, "ledger", at, seconds)
    elif waited > WARNING_AFTER:
        yield Finding(Rule.LOG_BEHIND, Severity.WARNING, "ledger", at, seconds)


def tampered(at: datetime) -> Iterator[Finding]:
    """The sealer stops at such an entry, and says no more than the log of its process."""
    for entry in Entry.objects.filter(leaf_index=None).order_by("id")[:1000]:
        if entry.body is None or not belongs_together(entry):
            yield Finding(Rule.TAMPERED, Severity.CRITICAL, f"entry:{entry.pk}", at, {"entry": entry.pk})


def witnesses(at: datetime) -> Iterator[Finding]:
    for row in Refusal.objects.filter(at__gt=at - LOOKS_BACK, at__lte=at):
        facts: dict[str, object] = {"size": row.size, "seen": row.seen, "reason": row.reason}
        yield Finding(Rule.WITNESS, Severity.CRITICAL, f"witness:{row.witness}", row.at, facts)


RULES: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    canaries,
    volume,
    enumeration,
    not_live,
    odd_hours,
    log_behind,
    tampered,
    witnesses,
)
