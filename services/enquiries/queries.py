"""Reading enquiries."""

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.actions.visible import Visible
from services.enquiries.models import Enquiry
from services.prepared import Given


def enquiries_of(actor: Actor) -> QuerySet[Enquiry]:
    return Enquiry.objects.visible_to(actor).select_related("department", "person").prefetch_related("lines")


def conversations_of(actor: Actor) -> list[Enquiry]:
    """The rows of `enquiries_of`, kept as text."""
    return _all(actor)


def unanswered(actor: Actor) -> QuerySet[Enquiry]:
    """What the caseworker's department owes an answer, the earliest promise first."""
    return enquiries_of(actor).filter(state=Enquiry.State.OPEN).order_by("due_on", "opened_at")


def about(source: str, actor: Actor) -> Enquiry | None:
    return _about.first(actor, source=source)


_all = Visible(enquiries_of)
_about = Visible(lambda anybody: enquiries_of(anybody).filter(source=Given("source")))
