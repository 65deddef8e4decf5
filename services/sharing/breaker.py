"""Leaving a failing department alone, so that a page does not wait for what will not come (a circuit breaker).

Five failures among its last twenty requests within half a minute, and it is not asked for half a minute. Then one
question goes through to see: whoever changes the row gets to ask it, so there is one however many workers look. Its
answer closes the breaker; without one it stays open. What was asked and how it ended is in the requests themselves:
nothing is counted anywhere else, and all processes see the same.

A department that declines, or whose answer is refused for what it says, is there: that trips nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from services.departments.models import Department
from services.prepared import Among, Given, Prepared
from services.sharing.models import Breaker, DataRequest, Reason

WINDOW, REST = timedelta(seconds=30), timedelta(seconds=30)
LAST, FAILURES = 20, 5
TRIPS = (Reason.UNREACHABLE, Reason.DEADLINE, Reason.CUT, Reason.ERROR)
SAYS_NOTHING = (Reason.LOST, Reason.NO_ADDRESS, Reason.BUSY)  # of whether it would answer
_opened = Prepared(lambda: Breaker.objects.filter(Among("department", Given("departments"))))


def resting(departments: Collection[Department], *, at: datetime) -> set[int]:
    """The ids of those not to be asked now. The first to ask after the rest is let through, and nobody else with it."""
    opened = _opened(departments=[each.pk for each in departments]) if departments else []
    return {each.department_id for each in opened if not _is_the_probe(each, at)}


def _is_the_probe(breaker: Breaker, at: datetime) -> bool:
    if breaker.open_until > at:
        return False
    claimed = Breaker.objects.filter(pk=breaker.pk, open_until=breaker.open_until)
    return bool(claimed.update(open_until=at + REST))


def learn(rows: Sequence[DataRequest]) -> None:
    """From requests that have just ended, in the transaction that ended them."""
    answered = [row.department_id for row in rows if row.reason not in (*TRIPS, *SAYS_NOTHING)]
    if answered:
        Breaker.objects.filter(department__in=answered).delete()
    for row in rows:
        if row.reason in TRIPS and row.ended_at:
            _failed(row.department_id, row.ended_at)


def _failed(department_id: int, at: datetime) -> None:
    if Breaker.objects.filter(pk=department_id).update(open_until=at + REST):
        return
    lately = DataRequest.objects.filter(department=department_id, ended_at__gte=at - WINDOW)
    reasons = lately.exclude(reason=Reason.RESTING).order_by("-ended_at").values_list("reason", flat=True)
    if sum(reason in TRIPS for reason in reasons[:LAST]) >= FAILURES:
        _open(department_id, at)


def _open(department_id: int, at: datetime) -> None:
    try:
        with transaction.atomic():
            Breaker.objects.create(department_id=department_id, open_until=at + REST)
    except IntegrityError:
        pass  # another worker was quicker, and says the same
