"""A caseworker answers; the clock stops."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.queries import post_of
from services.enquiries.events import EnquiryAnswered
from services.enquiries.models import Enquiry, Line
from services.enquiries.writing import write
from services.events.outbox import publish


@action
def answer(
    *, enquiry_id: UUID, words: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Raises NothingSaid, TooLong."""
    if actor.role != Role.STAFF:
        raise Denied("not_a_caseworker")
    enquiry = Enquiry.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=enquiry_id).first()
    if enquiry is None:
        raise Denied("not_visible")
    post = post_of(actor.user_id or 0)
    line = write(enquiry, Line.Side.STAFF, words, actor=actor, name=post.name if post else "", at=at)
    enquiry.state, enquiry.due_on = Enquiry.State.ANSWERED, None
    enquiry.save(update_fields=["state", "due_on"])
    publish(EnquiryAnswered(enquiry_id=enquiry.pk, line_id=line.pk))
    return enquiry.pk


@action
def write_first(
    *,
    person_id: UUID,
    department_id: int,
    item_code: str,
    source: str,
    words: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """A caseworker writes about an application before its citizen has; the caller has seen that it is theirs to handle."""
    if actor.role != Role.STAFF or actor.department_id != department_id:
        raise Denied("other_department")
    post = post_of(actor.user_id or 0)
    enquiry, _ = Enquiry.objects.get_or_create(
        source=source,
        defaults={
            "person_id": person_id,
            "department_id": department_id,
            "item_code": item_code,
            "state": Enquiry.State.ANSWERED,
            "opened_at": at,
        },
    )
    line = write(enquiry, Line.Side.STAFF, words, actor=actor, name=post.name if post else "", at=at)
    enquiry.state, enquiry.due_on = Enquiry.State.ANSWERED, None
    enquiry.save(update_fields=["state", "due_on"])
    publish(EnquiryAnswered(enquiry_id=enquiry.pk, line_id=line.pk))
    return enquiry.pk
