"""Tells what has happened to those who asked, after the commit, at least once.

An event is claimed by a counted update that moves `due_at` past the lease: one relay wins, and if it dies the claim runs
out and another takes up what is left. Each handler runs with no transaction open and is then marked as done with this
event; a handler that fails is tried again later and holds up nobody else. So a handler may run twice (it died between
its commit and the mark, or took longer than the lease) and must be harmless when repeated.

Not promised: order. Two events may be told in either order, and one event's handlers may be minutes apart.
Events that are done stay in the table; nothing here prunes them.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.timezone import now

from services.events.event import Event
from services.events.models import Handled, OutboxEvent
from services.events.transactions import refuse_inside_transaction

log = logging.getLogger(__name__)

Handler = Callable[[Any], object]
Subscriptions = Mapping[type[Event], Sequence[Handler]]
Clock = Callable[[], datetime]
LONGEST_PAUSE_SECONDS = 300


def deliver_due(subscriptions: Subscriptions, *, clock: Clock = now, limit: int = 100) -> int:
    """How many events it took up, failed ones too: 0 means that nothing is due. Raises `InsideTransaction`."""
    refuse_inside_transaction("deliver_due")
    due = OutboxEvent.objects.filter(done_at=None, due_at__lte=clock()).order_by("due_at", "id")
    return sum(_take_up(row, subscriptions, clock) for row in due[:limit])


def handler_name(handler: Handler) -> str:
    """What the mark says. A handler that moves is a new handler to events that are still open."""
    return f"{handler.__module__}.{handler.__qualname__}"


def pause(attempts: int) -> timedelta:
    """Until the next try: 2, 4, 8 … seconds, at most five minutes."""
    return timedelta(seconds=min(2 ** min(attempts, 10), LONGEST_PAUSE_SECONDS))


def _take_up(row: OutboxEvent, subscriptions: Subscriptions, clock: Clock) -> bool:
    if not _claim(row, clock):
        return False
    marked = set(row.handled.values_list("handler", flat=True))
    handlers = [each for each in _handlers(row, subscriptions) if handler_name(each) not in marked]
    failed = 0
    for place, handler in enumerate(handlers):
        if place and not _renew(row, clock):
            return True
        failed += not _run(handler, row)
    if failed:
        _move(row, due_at=clock() + pause(row.attempts))
    else:
        _move(row, done_at=clock())
    return True


def _handlers(row: OutboxEvent, subscriptions: Subscriptions) -> Sequence[Handler]:
    kind = Event.registry.get(row.name)
    if kind is None:
        log.warning("Event %s: no class is called %s, so it is told to nobody", row.pk, row.name)
        return ()
    return subscriptions.get(kind, ())


def _run(handler: Handler, row: OutboxEvent) -> bool:
    try:
        handler(Event.registry[row.name].from_body(row.body))
    except Exception:
        log.exception("Event %s %s: %s failed, try %s", row.pk, row.name, handler_name(handler), row.attempts)
        return False
    Handled.objects.bulk_create([Handled(event=row, handler=handler_name(handler))], ignore_conflicts=True)
    return True


def _claim(row: OutboxEvent, clock: Clock) -> bool:
    """Ours if nobody has moved `due_at` since we read it."""
    if not _move(row, due_at=_lease(clock), attempts=F("attempts") + 1):
        return False
    row.attempts += 1
    return True


def _renew(row: OutboxEvent, clock: Clock) -> bool:
    """A whole lease for each handler; not ours any more if the one before outlived its own."""
    return _move(row, due_at=_lease(clock))


def _lease(clock: Clock) -> datetime:
    return clock() + timedelta(seconds=settings.RELAY_LEASE_SECONDS)


def _move(row: OutboxEvent, **changes: Any) -> bool:
    """A counted update of the row as we know it. False: somebody else has it now."""
    if not OutboxEvent.objects.filter(pk=row.pk, done_at=None, due_at=row.due_at).update(**changes):
        return False
    row.due_at = changes.get("due_at", row.due_at)
    return True
