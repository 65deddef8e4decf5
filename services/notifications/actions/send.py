"""Telling a person something: into the inbox at once, by the channels they chose as soon as the worker comes round."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.notifications.models import Contact, Dispatch, Message
from services.notifications.providers import offered
from services.notifications.words import QUIET


@action
def send(
    *, person_id: UUID, template: str, context: dict[str, Any], source: str, actor: Actor, at: datetime
) -> UUID | None:
    """Once for each source and template; the same again changes nothing."""
    if actor.role != Role.SYSTEM:
        raise Denied("messages_follow_from_facts")
    told = Message.objects.filter(source=source, template=template).values_list("pk", flat=True).first()
    if told is not None:
        return told
    message = Message(
        id=uuid4(), person_id=person_id, template=template, context=context, source=source, sent_at=at
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    kept = Message.objects.get(source=source, template=template)
    Dispatch.objects.bulk_create(_dispatches(kept, at), ignore_conflicts=True)
    return kept.pk


def _dispatches(message: Message, at: datetime) -> list[Dispatch]:
    if message.template in QUIET:
        return []
    contact = Contact.objects.filter(person_id=message.person_id).first()
    wanted = [channel for channel in offered() if contact and contact.address(channel)]
    return [Dispatch(message=message, channel=channel, next_try_at=at) for channel in wanted]
