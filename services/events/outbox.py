"""Telling that something has happened: in the transaction that made it happen."""

from django.db import connection
from django.utils.timezone import now

from services.events.event import Event
from services.events.models import OutboxEvent
from services.prepared import insert


class OutsideTransaction(RuntimeError):
    """An event without its transaction could be told although the fact was rolled back."""


def publish(event: Event) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(type(event).__name__)
    moment = now()
    insert(OutboxEvent(name=type(event).__name__, body=event.to_body(), published_at=moment, due_at=moment))
