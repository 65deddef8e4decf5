"""Codes that show whose a mobile number is: how long one lasts, how many may be asked for and typed wrongly."""

import secrets
from datetime import datetime, timedelta

from services.actions.errors import DomainError
from services.events.outbox import publish
from services.notifications.events import NumberGiven
from services.notifications.models import Channel, Contact, NumberCode
from services.notifications.providers import offered, provider_for
from services.notifications.providers.base import NotSent
from services.notifications.words import CODE

LASTS = timedelta(minutes=15)
MOST_WRONG = 5
MOST_A_DAY = 5  # of one person: nobody has a stranger's telephone ring all day


class TooManyCodes(DomainError):
    """As many codes as a day allows have gone out for this person."""


def give_code(contact: Contact, *, at: datetime) -> None:
    """Inside an action. Nothing leaves where SMS is not offered: the number then waits. Raises `TooManyCodes`."""
    if Channel.SMS not in offered():
        return
    if contact.codes.filter(made_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyCodes(str(contact.pk))
    code = NumberCode.objects.create(contact=contact, digits=f"{secrets.randbelow(10**6):06}", made_at=at)
    publish(NumberGiven(code_id=code.pk))


def waiting_code(contact: Contact, *, at: datetime) -> NumberCode | None:
    """The code that would do now, for a number that is not confirmed."""
    newest = contact.codes.first() if contact.phone and not contact.phone_confirmed_at else None
    if newest is None or newest.wrong >= MOST_WRONG or at - newest.made_at > LASTS:
        return None
    return newest


def send_code(event: NumberGiven) -> None:
    """Outside every transaction; raises `NotSent` so that the relay tries again, unless trying again is of no use."""
    code = NumberCode.objects.select_related("contact").filter(pk=event.code_id).first()
    if code is None or not code.contact.phone or code.contact.phone_confirmed_at:
        return
    words = "\n\n".join(CODE[language].replace("{code}", code.digits) for language in ("zh", "en"))
    try:
        provider_for(Channel.SMS).send(code.contact.phone, "", words)
    except NotSent as failure:
        if not failure.lasting:
            raise
