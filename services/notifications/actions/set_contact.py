"""How a person wants to hear of news."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied, DomainError
from services.eforms.formats import MOBILE
from services.notifications.models import Contact
from services.notifications.numbers import give_code
from services.notifications.queries import plain_number


class BadAddress(DomainError):
    """`field`: email or phone."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@action
def set_contact(
    *, email: str, phone: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Empty means: not by this channel. A number that is new, or still waits to be confirmed, is sent a code.

    Raises `BadAddress`, `TooManyCodes`.
    """
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    email, phone = email.strip(), plain_number(phone)
    _check(email, phone)
    contact, _ = Contact.objects.get_or_create(person_id=actor.person_id, defaults={"changed_at": at})
    if phone != contact.phone:
        contact.phone_confirmed_at = None
    contact.email, contact.phone, contact.changed_at = email or None, phone or None, at
    contact.save(update_fields=["email", "phone", "phone_index", "phone_confirmed_at", "changed_at"])
    if phone and not contact.phone_confirmed_at:
        give_code(contact, at=at)
    return contact.pk


def _check(email: str, phone: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise BadAddress("email") from None
    if phone and not MOBILE.fullmatch(phone):
        raise BadAddress("phone")
