"""A person has opened the inbox, or read what some of its messages are about."""

from collections.abc import Collection
from datetime import datetime

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.notifications.models import Message


@action
def mark_read(*, actor: Actor, at: datetime, sources: Collection[str] | None = None) -> None:
    """All of them; with `sources` those that follow from one of these."""
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    unread = Message.objects.filter(person_id=actor.person_id, read_at=None)
    (unread if sources is None else unread.filter(source__in=sources)).update(read_at=at)
