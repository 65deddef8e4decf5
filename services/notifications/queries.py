"""Who is reached where."""

import unicodedata
from uuid import UUID

from services.eforms.cleaning import SEPARATORS
from services.notifications.models import Contact


def plain_number(typed: str) -> str:
    """A mobile number as it is kept: no blanks, no dashes, no +86."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).removeprefix("+86")


def reached_at(number: str) -> list[UUID]:
    """The people who have shown that this mobile number is theirs: mostly one, or a household."""
    found = Contact.objects.filter(phone_index=plain_number(number), phone_confirmed_at__isnull=False)
    return list(found.order_by("person_id").values_list("person_id", flat=True))
