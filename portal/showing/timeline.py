"""The course of an application, as a line of steps."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from services.applications.models import Application, State
from services.applications.models.application import UNDER_WAY


@dataclass(frozen=True)
class Step:
    """One line; `state`: done, now, todo (templates/parts/timeline.html)."""

    title: str
    at: datetime | None = None
    state: str = "done"
    words: str = ""
    note: str = ""


def timeline(application: Application) -> list[Step]:
    """What happened, oldest first, and what is still to come."""
    words = {
        State.SUBMITTED: _("You sent the application"),
        State.AWAITING_DATA: _("Waiting for a department to answer"),
        State.RECEIVED: _("Given to a person to look at"),
        State.AWAITING_CORRECTION: _("You were asked to put something right"),
        State.ACCEPTED: _("Accepted, a caseworker will decide"),
        State.SUSPENDED: _("Stopped for a special procedure"),
        State.APPROVED: _("Approved"),
        State.REFUSED: _("Not approved"),
        State.DECLINED: _("Not taken on"),
        State.WITHDRAWN: _("You withdrew it"),
        State.RESCINDED: _("You took it back"),
        State.CLOSED: _("Closed"),
    }
    steps = [Step(words[State(move.target)], move.at) for move in application.moves.all()]
    if application.state in UNDER_WAY:
        steps[-1] = replace(steps[-1], state="now")
        steps.append(Step(_("Result"), state="todo"))
    return steps
