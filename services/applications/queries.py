"""Reading applications one by one, or a person's own; what waits for caseworkers is in queue.py.

What an item says is left out of every row: a process remembers it by version (services/catalogue/models/versions.py).
"""

from functools import cache
from uuid import UUID

from django.db.models import QuerySet

from services.actions.actor import Actor, Role
from services.actions.visible import Visible
from services.applications.models import Application, Assessment, AwaitedSource, Correction
from services.prepared import Given, Prepared


def of_person(actor: Actor) -> QuerySet[Application]:
    """A citizen's own, drafts too, the newest first."""
    rows = Application.objects.visible_to(actor).select_related(
        "item_version__item", "competent_department", "decision"
    )
    return rows.defer("item_version__content").order_by("-started_at")


def latest_of(person: UUID, number: int) -> list[Application]:
    """The newest of a person's own."""
    return _latest_of(number)(person=person)


@cache
def _latest_of(number: int) -> Prepared[Application]:
    somebody = Actor(Role.CITIZEN, person_id=Given("person"))  # type: ignore[arg-type]
    return Prepared(lambda: of_person(somebody)[:number])


def last_run(application: Application) -> Assessment | None:
    """Of the rules, among the runs a page has read already."""
    return max(application.assessments.all(), key=lambda run: run.at, default=None)


def one_whole(application_id: UUID, actor: Actor) -> Application | None:
    """One of `whole`, if the actor may see it."""
    return _one_whole.first(actor, key=application_id)


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
        .defer("item_version__content")
        .prefetch_related("moves", "assessments", "awaited__department", "renews")
    )


_one_whole = Visible(lambda anybody: whole(anybody).filter(pk=Given("key")))


def silent(application: Application) -> list[AwaitedSource]:
    """Whom it still waits for, of the departments a page has read already; by their codes."""
    waited_for = [each for each in application.awaited.all() if each.answered_at is None]
    return sorted(waited_for, key=lambda each: each.department.code)


def open_correction(application: Application) -> Correction | None:
    return _open_correction.first(of=application.pk)


_open_correction = Prepared(
    lambda: Correction.objects.filter(application=Given("of"), answered_at=None).select_related("asked_by")
)
