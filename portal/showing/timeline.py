"""The course of an application, as a line of steps."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from services.applications.models import Application, State


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
        State.ACCEPTED: _("Accepted, a caseworker will decide"),
        State.APPROVED: _("Approved"),
        State.REFUSED: _("Not approved"),
    }
    steps = [Step(words[State(move.target)], move.at) for move in application.moves.all()]
    if application.state in (State.AWAITING_DATA, State.ACCEPTED):
        steps[-1] = replace(steps[-1], state="now")
        steps.append(Step(_("Result"), state="todo"))
    return steps
