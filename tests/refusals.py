"""Somebody of the cast who was refused by a caseworker, and the registers asked again after they contested it."""

from datetime import datetime
from uuid import UUID

from services.actions.actor import Actor
from services.aftercare.models import Reexamination
from services.aftercare.rereading import reread_corrected
from services.applications.actions.decide import decide
from services.applications.models import Application, Decision
from tests.cast import NOON, begin, send

REASON = "未满 70 周岁。"


def refused_by(clerk: Actor, citizen: Actor, *, at: datetime = NOON) -> Application:
    application = send(begin(citizen, at=at), citizen, at=at)
    decide(application_id=application.pk, outcome=Decision.Outcome.REFUSED, reason=REASON, actor=clerk, at=at)
    return Application.objects.get(pk=application.pk)


def looked_at_by_a_person(reexamination_id: UUID, *, at: datetime = NOON) -> Reexamination:
    reread_corrected(at=at)
    return Reexamination.objects.get(pk=reexamination_id)
