"""Reading applications one by one, or a person's own; what waits for caseworkers is in queue.py."""

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.applications.models import Application


def of_person(actor: Actor) -> QuerySet[Application]:
    """A citizen's own, drafts too, the newest first."""
    rows = Application.objects.visible_to(actor).select_related(
        "item_version__item", "competent_department", "decision"
    )
    return rows.order_by("-started_at")


def whole(actor: Actor) -> QuerySet[Application]:
    """With everything a page about one application shows."""
    return (
        Application.objects.visible_to(actor)
        .select_related(
            "item_version__item",
            "item_version__purpose",
            "competent_department",
            "person",
            "decision",
            "renewed_as",
        )
        .prefetch_related("moves", "assessments__rule_version", "awaited__department")
    )
