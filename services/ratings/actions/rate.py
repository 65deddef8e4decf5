"""Rating: voluntary, once, by whoever the application belongs to. A poor rating sets a clock for the department.

Who gave it stays confidential: the ledger carries the ids of the rating and the level, never the application or the words.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.applications.actions.locking import locked
from services.applications.models import Application
from services.events.outbox import publish
from services.ledger.entries import record
from services.ratings.errors import AlreadyRated, NoSuchLevel, NotRatable, WordsTooLong
from services.ratings.events import RatingGiven, RectificationOpened
from services.ratings.limits import due
from services.ratings.models import POOR, RATABLE, Level, Rating, Rectification

LONGEST = 500


@action
def rate(
    *,
    application_id: UUID,
    level: int,
    words: str = "",
    channel: Rating.Channel = Rating.Channel.ONLINE,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`level`: 1 to 5, 5 the best. Raises NotRatable, AlreadyRated, NoSuchLevel, WordsTooLong, `Denied`."""
    application = locked(application_id, actor)
    if actor.role != Role.CITIZEN or actor.person_id != application.person_id:
        raise Denied("not_your_application")
    _check(application, level, words)
    rating = Rating.objects.create(
        application=application, level=level, words=words.strip() or None, channel=channel, at=at
    )
    record("rating_given", {"rating": str(rating.pk), "level": level, "at": at.isoformat()})
    publish(RatingGiven(rating_id=rating.pk))
    if level in POOR:
        _open_rectification(rating, at)
    return rating.pk


def _check(application: Application, level: int, words: str) -> None:
    if application.standing not in RATABLE:
        raise NotRatable(application.standing)
    if Rating.objects.filter(application=application).exists():
        raise AlreadyRated(str(application.pk))
    if level not in Level.values:
        raise NoSuchLevel(str(level))
    if len(words.strip()) > LONGEST:
        raise WordsTooLong


def _open_rectification(rating: Rating, at: datetime) -> None:
    """谁办理、谁负责: the department that decided answers for it."""
    department = rating.application.competent_department
    last_day = due(department, localdate(at))
    opened = Rectification.objects.create(
        rating=rating,
        department=department,
        opened_at=at,
        due_on=last_day.on,
        due_is_provisional=last_day.provisional,
    )
    record(
        "rectification_opened",
        {"rectification": str(opened.pk), "rating": str(rating.pk), "due_on": last_day.on.isoformat()},
    )
    publish(RectificationOpened(rectification_id=opened.pk))
