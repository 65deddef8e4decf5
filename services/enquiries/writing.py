"""What is said, kept in one place for both sides."""

from datetime import datetime

from services.actions.actor import Actor
from services.enquiries.errors import NothingSaid, TooLong
from services.enquiries.models import Enquiry, Line

LONGEST = 2000
ANSWER_DAYS = 5  # working days (local rule, example)


def write(enquiry: Enquiry, side: Line.Side, words: str, *, actor: Actor, name: str, at: datetime) -> Line:
    """Raises NothingSaid, TooLong."""
    said = words.strip()
    if not said:
        raise NothingSaid
    if len(said) > LONGEST:
        raise TooLong(str(LONGEST))
    return Line.objects.create(
        enquiry=enquiry,
        side=side,
        author=actor.key,
        name=name,
        position=enquiry.lines.count(),
        words=said,
        at=at,
    )
