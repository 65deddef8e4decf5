"""A person has opened the inbox."""

from datetime import datetime

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.notifications.models import Message


@action
def mark_read(*, actor: Actor, at: datetime) -> None:
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    Message.objects.filter(person_id=actor.person_id, read_at=None).update(read_at=at)
