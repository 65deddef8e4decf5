"""What a caseworker can do with an application, and when: the acts of the panel, one line each.

What is offered follows from two tables of the domain, the legal moves (`states.MOVES`) and who holds it. It is an offer
only: the action looks again on the locked row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.desk.act_forms import (
    ActForm,
    ApproveForm,
    DeclineForm,
    NoteForm,
    RefuseForm,
    SuspendForm,
    TakeOverForm,
)
from portal.desk.corrections import CorrectForm
from services.applications.actions.accept import accept, decline
from services.applications.actions.claim import claim, release, take_over
from services.applications.actions.correct import request_correction
from services.applications.actions.decide import decide
from services.applications.actions.note import write_note
from services.applications.actions.step_back import step_back_from_case
from services.applications.actions.suspend import resume, suspend
from services.applications.models import Application, State
from services.applications.models.application import FOR_PEOPLE
from services.applications.states import ENDED, MOVES
from services.departments.models import StaffMember

Words = str | Promise


@dataclass(frozen=True)
class Act:
    """`word`: what the button says; `done`: what is said once it has happened; `hint`: what follows from it."""

    name: str
    word: Words
    done: Words
    perform: Callable[..., UUID | None]
    form: type[ActForm] = ActForm
    hint: Words = ""

    @property
    def url(self) -> str:
        return f"admin:desk_{self.name}"


CLAIM = Act("claim", _("Claim it"), _("You hold it now."), claim)
RELEASE = Act("release", _("Give it back"), _("It is with the department again."), release)
TAKE_OVER = Act("take_over", _("Take it over"), _("You hold it now."), take_over, TakeOverForm)
NOTE = Act("note", _("Write the note"), _("The note is written."), write_note, NoteForm)
STEP_BACK = Act(
    "step_back",
    _("I step back"),
    _("A colleague takes it over, and you see it no more."),
    step_back_from_case,
)
MOVING = (
    Act(
        "approve",
        _("Approve"),
        _("It is approved."),
        decide,
        ApproveForm,
        _("The applicant is told at once."),
    ),
    Act(
        "refuse",
        _("Refuse"),
        _("It is refused. The applicant reads your reason and what can be done against it."),
        decide,
        RefuseForm,
        _("With the reason and the ways to contest it."),
    ),
    Act(
        "correct",
        _("Ask for a correction"),
        _("The applicant is asked. The clock stands still until the answer comes."),
        request_correction,
        CorrectForm,
        _("Stops the clock. Ask for everything at once."),
    ),
    Act(
        "accept",
        _("Accept it, decide later"),
        _("It is accepted."),
        accept,
        hint=_("From then on it can no longer be withdrawn or turned away."),
    ),
    Act(
        "decline",
        _("Do not take it on"),
        _("It is not taken on. The applicant reads your reason."),
        decline,
        DeclineForm,
        _("It needs no decision, or another authority is competent."),
    ),
    Act(
        "suspend",
        _("Stop the clock"),
        _("The clock is stopped. The applicant is told."),
        suspend,
        SuspendForm,
        _("For a hearing, an inspection or an expert review."),
    ),
    Act(
        "resume",
        _("Let the clock run on"),
        _("The clock runs with the days it had left."),
        resume,
        hint=_("With the days it had left."),
    ),
)
ACTS: Mapping[str, Act] = {act.name: act for act in (CLAIM, RELEASE, TAKE_OVER, NOTE, STEP_BACK, *MOVING)}

# the state an act leads to, and the states people move on; a citizen's and the portal's moves are not theirs
LEADS_TO = {
    "approve": State.APPROVED,
    "refuse": State.REFUSED,
    "correct": State.AWAITING_CORRECTION,
    "accept": State.ACCEPTED,
    "decline": State.DECLINED,
    "suspend": State.SUSPENDED,
    "resume": State.ACCEPTED,
}
FROM: Mapping[str, tuple[State, ...]] = {
    **dict.fromkeys(LEADS_TO, FOR_PEOPLE),
    "resume": (State.SUSPENDED,),
}
ACCEPTS_FIRST = {"approve", "refuse"}


def offered(application: Application, me: StaffMember | None) -> list[Act]:
    """What this caseworker can do now, holding and notes aside; nothing while a colleague holds it."""
    if me is None or application.holder_id not in (None, me.pk):
        return []
    return [act for act in MOVING if _leads(act.name, State(application.state))]


def _leads(name: str, source: State) -> bool:
    if source not in FROM[name]:
        return False
    if name in ACCEPTS_FIRST and source == State.RECEIVED:
        return (source, State.ACCEPTED) in MOVES and (State.ACCEPTED, LEADS_TO[name]) in MOVES
    return (source, LEADS_TO[name]) in MOVES


def holding(application: Application, me: StaffMember | None) -> Act | None:
    """Claim, give back or take over: exactly one of them, as long as there is something to do."""
    if me is None or application.state in ENDED:
        return None
    if application.holder_id is None:
        return CLAIM
    return RELEASE if application.holder_id == me.pk else TAKE_OVER


def may_write(application: Application, me: StaffMember | None) -> bool:
    return me is not None and application.state != State.CLOSED


def is_possible(act: Act, application: Application, me: StaffMember | None) -> bool:
    if act == STEP_BACK:
        return me is not None and application.state not in ENDED
    if act == NOTE:
        return may_write(application, me)
    return act in (holding(application, me), *offered(application, me))


def forms_for(acts: list[Act], application: Application, **more: Any) -> dict[str, ActForm]:
    """An empty form for each, by name."""
    return {act.name: act.form(application=application, act=act.name, **more) for act in acts}
