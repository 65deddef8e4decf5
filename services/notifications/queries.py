"""Who is reached where, and what they were told."""

import unicodedata
from functools import cache
from uuid import UUID

from services.eforms.cleaning import SEPARATORS
from services.notifications.models import Contact, Message
from services.prepared import Given, Prepared


def plain_number(typed: str) -> str:
    """A mobile number as it is kept: no blanks, no dashes, no +86."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).removeprefix("+86")


def reached_at(number: str) -> list[UUID]:
    """The people who have shown that this mobile number is theirs: mostly one, or a household."""
    found = Contact.objects.filter(phone_index=plain_number(number), phone_confirmed_at__isnull=False)
    return list(found.order_by("person_id").values_list("person_id", flat=True))


def latest_of(person: UUID, number: int) -> list[Message]:
    """The newest of a person's messages."""
    return _latest_of(number)(person=person)


@cache
def _latest_of(number: int) -> Prepared[Message]:
    return Prepared(lambda: Message.objects.filter(person=Given("person"))[:number])
