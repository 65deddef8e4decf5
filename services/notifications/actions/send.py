"""Sending a message to a person's inbox."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.notifications.models import Message


@action
def send(
    *, person_id: UUID, template: str, context: dict[str, Any], source: str, actor: Actor, at: datetime
) -> UUID | None:
    """Once for each source and template; the same again changes nothing."""
    if actor.role != Role.SYSTEM:
        raise Denied("messages_follow_from_facts")
    message = Message(
        id=uuid4(), person_id=person_id, template=template, context=context, source=source, sent_at=at
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.values_list("pk", flat=True).get(source=source, template=template)
