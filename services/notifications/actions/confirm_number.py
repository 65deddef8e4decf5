"""Showing that a mobile number is one's own, by the code that went to it."""

import hmac
import unicodedata
from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.notifications.models import Contact
from services.notifications.numbers import waiting_code


@action
def confirm_number(
    *, digits: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID | None:
    """The contact, or None where the code is another one, too old, or was missed too often: that try is counted."""
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    contact = Contact.objects.select_for_update().filter(person_id=actor.person_id).first()
    code = waiting_code(contact, at=at) if contact else None
    if contact is None or code is None:
        return None
    if not hmac.compare_digest(_plain(digits).encode(), code.digits.encode()):
        code.wrong += 1
        code.save(update_fields=["wrong"])
        return None
    contact.phone_confirmed_at = at
    contact.save(update_fields=["phone_confirmed_at"])
    contact.codes.all().delete()
    return contact.pk


def _plain(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split())
