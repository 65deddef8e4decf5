"""Applications that have ended one way or another, made through the actions, and what people say of them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.actions.actor import SYSTEM, Actor
from services.applications.actions.accept import decline
from services.applications.actions.close import close
from services.applications.actions.decide import decide
from services.applications.models import Application, Decision
from services.ratings.actions.rate import rate
from services.ratings.models import Rating, Rectification
from tests.cast import NOON, begin, send

DAY = timedelta(days=1)


def approved_by_rules(wang: Actor) -> Application:
    return send(begin(wang), wang)


def decided_by(li: Actor, chen: Actor, outcome: str = "APPROVED") -> Application:
    application = send(begin(chen), chen)
    decide(
        application_id=application.pk,
        outcome=Decision.Outcome(outcome),
        reason="已核实。",
        amount_fen=30000 if outcome == "APPROVED" else None,
        actor=li,
        at=NOON + DAY,
    )
    return fresh(application)


def declined_by(li: Actor, chen: Actor) -> Application:
    application = send(begin(chen), chen)
    decline(application_id=application.pk, reason="由户籍地民政局受理。", actor=li, at=NOON + DAY)
    return fresh(application)


def closed(application: Application) -> Application:
    close(application_id=application.pk, actor=SYSTEM, at=NOON + 3 * DAY)
    return fresh(application)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def rated(application: Application, actor: Actor, level: int = 5, **given: Any) -> Rating:
    values: dict[str, Any] = {"at": NOON + 2 * DAY, **given}
    rating: UUID = rate(application_id=application.pk, level=level, actor=actor, **values)
    return Rating.objects.get(pk=rating)


def complained(application: Application, actor: Actor, at: datetime = NOON + 2 * DAY) -> Rectification:
    return rated(application, actor, 1, words="等了太久，没有人告诉我。", at=at).rectification
