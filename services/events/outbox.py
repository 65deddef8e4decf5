"""Telling that something has happened: in the transaction that made it happen.

After the commit those in `nudges` hear that there is news, once a transaction. A nudge only saves waiting: the row is the
truth, a relay finds it by itself, and a nudge that fails is logged and forgotten.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.utils.timezone import now

from services.events.event import Event
from services.events.models import OutboxEvent
from services.prepared import insert

nudges: list[Callable[[], object]] = []


class OutsideTransaction(RuntimeError):
    """An event without its transaction could be told although the fact was rolled back."""


def publish(event: Event) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(type(event).__name__)
    moment = now()
    insert(OutboxEvent(name=type(event).__name__, body=event.to_body(), published_at=moment, due_at=moment))
    _nudge_after_commit()


def _nudge_after_commit() -> None:
    waiting = [entry[1] for entry in connection.run_on_commit]
    for nudge in nudges:
        if nudge not in waiting:
            transaction.on_commit(nudge, robust=True)
