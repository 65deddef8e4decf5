"""One line about an application: its name, its state in plain words, and the one date that matters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from services.applications.models import Application, State
from services.applications.queries import open_correction
from services.texts import Text


@dataclass(frozen=True)
class Summary:
    """`chip`: its kind. `url` names the page that goes on with it. `when`: the date that matters."""

    application: Application
    name: Text
    state: str
    chip: str
    note: str
    when: datetime | date | None

    @property
    def url(self) -> str:
        return "check" if self.application.state == State.DRAFT else "application"


def state_words(application: Application) -> str:
    """The state as a citizen reads it."""
    return {
        State.DRAFT: _("Not sent yet"),
        State.SUBMITTED: _("Received"),
        State.AWAITING_DATA: _("Waiting for a department"),
        State.RECEIVED: _("A person looks at it"),
        State.AWAITING_CORRECTION: _("Waiting for you"),
        State.ACCEPTED: _("Being handled"),
        State.SUSPENDED: _("Stopped for a special procedure"),
        State.APPROVED: _("Approved"),
        State.REFUSED: _("Not approved"),
        State.DECLINED: _("Not taken on"),
        State.WITHDRAWN: _("Withdrawn by you"),
        State.RESCINDED: _("Taken back by you"),
        State.CLOSED: _("Closed"),
    }[application.standing]


CHIPS = {
    State.DRAFT: "ask",
    State.SUBMITTED: "wait",
    State.AWAITING_DATA: "wait",
    State.RECEIVED: "wait",
    State.AWAITING_CORRECTION: "ask",
    State.ACCEPTED: "wait",
    State.SUSPENDED: "wait",
    State.APPROVED: "ok",
    State.REFUSED: "no",
    State.DECLINED: "no",
    State.WITHDRAWN: "wait",
    State.RESCINDED: "wait",
    State.CLOSED: "wait",
}


def summary(application: Application) -> Summary:
    state = application.standing
    note, when = _date_that_matters(application, state)
    return Summary(application, application.name, state_words(application), CHIPS[state], note, when)


def _date_that_matters(application: Application, state: State) -> tuple[str, datetime | date | None]:
    if state == State.DRAFT:
        return _("begun on"), application.started_at
    if state == State.AWAITING_CORRECTION:
        asked = open_correction(application)
        return _("please answer by"), asked.due_on if asked else None
    if application.ended_at:
        return _("ended on"), application.ended_at
    if application.due_on:
        return _("result by"), application.due_on
    return _("sent on"), application.submitted_at


def summaries(rows: Iterable[Application]) -> list[Summary]:
    return [summary(application) for application in rows]
