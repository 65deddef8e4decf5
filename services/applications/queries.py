"""Reading applications."""

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.applications.models import Application
from services.applications.models.application import FOR_PEOPLE


def of_person(actor: Actor) -> QuerySet[Application]:
    """A citizen's own, drafts too, the newest first."""
    rows = Application.objects.visible_to(actor).select_related(
        "item_version__item", "competent_department", "decision"
    )
    return rows.order_by("-started_at")


def queue(actor: Actor) -> QuerySet[Application]:
    """What waits for a person in the caseworker's department: the earliest promise first."""
    rows = Application.objects.visible_to(actor).filter(state__in=FOR_PEOPLE)
    return rows.select_related("item_version__item", "competent_department", "holder").order_by(
        "due_on", "submitted_at", "pk"
    )


def whole(actor: Actor) -> QuerySet[Application]:
    """With everything a page about one application shows."""
    return (
        Application.objects.visible_to(actor)
        .select_related(
            "item_version__item", "item_version__purpose", "competent_department", "person", "decision"
        )
        .prefetch_related("moves", "assessments__rule_version", "awaited__department")
    )
