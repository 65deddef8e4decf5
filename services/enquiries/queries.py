"""Reading enquiries."""

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.enquiries.models import Enquiry


def enquiries_of(actor: Actor) -> QuerySet[Enquiry]:
    return Enquiry.objects.visible_to(actor).select_related("department", "person").prefetch_related("lines")


def unanswered(actor: Actor) -> QuerySet[Enquiry]:
    """What the caseworker's department owes an answer, the earliest promise first."""
    return enquiries_of(actor).filter(state=Enquiry.State.OPEN).order_by("due_on", "opened_at")


def about(source: str, actor: Actor) -> Enquiry | None:
    return enquiries_of(actor).filter(source=source).first()
