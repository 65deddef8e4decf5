"""Reading ratings and what became of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.applications.models import Application
from services.ratings.models import RATABLE, Level, Rating, Rectification
from services.texts import Text


@dataclass(frozen=True)
class Complaint:
    """A rectification as caseworkers see it: the item, the level and the words, and nothing that leads to the person, not
    even the application."""

    id: UUID
    item: Text
    level: Level
    words: str
    opened_at: datetime
    due_on: date
    due_is_provisional: bool
    answer: str
    answered_by: str
    answered_at: datetime | None


def may_be_rated(application: Application) -> bool:
    """By its own citizen, now. A closed application stands as it ended."""
    return application.standing in RATABLE and rating_of(application) is None


def rating_of(application: Application) -> Rating | None:
    return Rating.objects.select_related("rectification__answered_by").filter(application=application).first()


def complaints(actor: Actor) -> list[Complaint]:
    """What a caseworker's department has to answer, the earliest last day first."""
    rows = Rectification.objects.visible_to(actor).filter(state=Rectification.State.OPEN)
    return [_complaint(row) for row in _with_all(rows).order_by("due_on", "opened_at")]


def complaint(actor: Actor, rectification_id: UUID) -> Complaint | None:
    """One of them, answered or not; None where it does not exist or is not for these eyes."""
    row = _with_all(Rectification.objects.visible_to(actor)).filter(pk=rectification_id).first()
    return _complaint(row) if row else None


def _with_all(rows: QuerySet[Rectification]) -> QuerySet[Rectification]:
    return rows.select_related("rating__application__item_version", "answered_by")


def _complaint(row: Rectification) -> Complaint:
    return Complaint(
        id=row.pk,
        item=row.rating.application.name,
        level=Level(row.rating.level),
        words=row.rating.words or "",
        opened_at=row.opened_at,
        due_on=row.due_on,
        due_is_provisional=row.due_is_provisional,
        answer=row.answer or "",
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
    )
