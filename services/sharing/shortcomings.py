"""What the answers of a department's registers show of their quality: per field and kind, how often, and when last.

Counted from the outcomes of requests; nothing is reported by anybody about themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.actions.actor import Actor
from services.sharing.models import DataRequest, Reason


class Kind(StrEnum):
    OVER_DELIVERED = "OVER_DELIVERED"  # came unasked, and was thrown away
    UNFIT = "UNFIT"  # not of its kind
    STALE = "STALE"  # older than the directory promises
    CONFLICT = "CONFLICT"  # said otherwise by another register, or by the identity number
    NOT_LET_IN = "NOT_LET_IN"  # the whole answer: about somebody else, unsigned, unreadable
    LATE = "LATE"  # no answer in time


OUTCOMES = {Kind.UNFIT, Kind.STALE, Kind.CONFLICT}
LATE = {Reason.DEADLINE, Reason.UNREACHABLE, Reason.ERROR}


@dataclass(frozen=True)
class Shortcoming:
    """`code`: of the field, or of the reason where it is about a whole answer."""

    kind: Kind
    code: str
    times: int
    last_at: datetime


def shortcomings(actor: Actor, *, since: datetime) -> list[Shortcoming]:
    """Of the registers of the actor's department; the most frequent first."""
    found: dict[tuple[Kind, str], list[datetime]] = {}
    rows = DataRequest.objects.visible_to(actor).filter(started_at__gte=since).order_by("started_at")
    for row in rows.iterator(500):
        for key in of_request(row):
            found.setdefault(key, []).append(row.started_at)
    every = [Shortcoming(kind, code, len(those), those[-1]) for (kind, code), those in found.items()]
    return sorted(every, key=lambda each: (-each.times, each.kind, each.code))


def of_request(row: DataRequest) -> Iterator[tuple[Kind, str]]:
    for code in row.over_delivered:
        yield Kind.OVER_DELIVERED, code
    for read in row.fields:
        if read["outcome"] in OUTCOMES:
            yield Kind(read["outcome"]), read["field"]
    if row.reason:
        yield (Kind.LATE if row.reason in LATE else Kind.NOT_LET_IN), row.reason
