"""Reading applications one by one, or a person's own; what waits for caseworkers is in queue.py."""

from functools import cache
from uuid import UUID

from django.db.models import QuerySet

from services.actions.actor import Actor, Role
from services.applications.models import Application, Assessment
from services.prepared import Given, Prepared


def of_person(actor: Actor) -> QuerySet[Application]:
    """A citizen's own, drafts too, the newest first."""
    rows = Application.objects.visible_to(actor).select_related(
        "item_version__item", "competent_department", "decision"
    )
    return rows.order_by("-started_at")


def latest_of(person: UUID, number: int) -> list[Application]:
    """The newest of a person's own."""
    return _latest_of(number)(person=person)


@cache
def _latest_of(number: int) -> Prepared[Application]:
    somebody = Actor(Role.CITIZEN, person_id=Given("person"))  # type: ignore[arg-type]
    return Prepared(lambda: of_person(somebody).defer("item_version__content")[:number])


def last_run(application: Application) -> Assessment | None:
    """Of the rules, among the runs a page has read already."""
    return max(application.assessments.all(), key=lambda run: run.at, default=None)


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
