"""A citizen asks, or says more. The department's clock runs from here."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.calendars.queries import calendar
from services.enquiries.events import EnquiryOpened
from services.enquiries.models import Enquiry, Line
from services.enquiries.writing import ANSWER_DAYS, write
from services.events.outbox import publish


@action
def ask(
    *,
    department_id: int,
    words: str,
    item_code: str = "",
    source: str = "",
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """A new enquiry; one about the same `source` goes on instead. Raises NothingSaid, TooLong."""
    if actor.role != Role.CITIZEN or actor.person_id is None:
        raise Denied("person_not_confirmed")
    enquiry = _about(source, actor) or Enquiry(
        person_id=actor.person_id,
        department_id=department_id,
        item_code=item_code,
        source=source,
        opened_at=at,
    )
    _open(enquiry, at)
    write(enquiry, Line.Side.CITIZEN, words, actor=actor, name="", at=at)
    publish(EnquiryOpened(enquiry_id=enquiry.pk))
    return enquiry.pk


@action
def say(*, enquiry_id: UUID, words: str, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """The citizen writes again."""
    if actor.role != Role.CITIZEN:
        raise Denied("not_a_citizen")
    enquiry = Enquiry.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=enquiry_id).first()
    if enquiry is None:
        raise Denied("not_visible")
    _open(enquiry, at)
    write(enquiry, Line.Side.CITIZEN, words, actor=actor, name="", at=at)
    publish(EnquiryOpened(enquiry_id=enquiry.pk))
    return enquiry.pk


def _about(source: str, actor: Actor) -> Enquiry | None:
    rows = Enquiry.objects.visible_to(actor).select_for_update(of=("self",))
    return rows.filter(source=source).first() if source else None


def _open(enquiry: Enquiry, at: datetime) -> None:
    """A clock that runs already is not set back by writing again."""
    if enquiry.due_on is None:
        enquiry.due_on = calendar().add_working_days(localdate(at), ANSWER_DAYS).on
    enquiry.state = Enquiry.State.OPEN
    enquiry.save()
