"""Who may do what with an application. Read it as a table; `authorise` is asked on the locked row."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.applications.models import Application
from services.sharing.officers import CONCERNED, avoided


class Act(StrEnum):
    KEEP_EVIDENCE = "keep_evidence"
    KEEP_ANSWERS = "keep_answers"
    UPLOAD = "upload"
    SUBMIT = "submit"
    RECEIVE_DATA = "receive_data"
    HANDLE = "handle"
    ANSWER_CORRECTION = "answer_correction"
    LEAVE = "leave"
    KEEP_CLOCKS = "keep_clocks"
    MOVE_DRAFT = "move_draft"
    DECIDE = "decide"


def _own(application: Application, actor: Actor) -> str:
    return (
        ""
        if actor.role == Role.CITIZEN and actor.person_id == application.person_id
        else "not_your_application"
    )


def _system(application: Application, actor: Actor) -> str:
    return "" if actor.role == Role.SYSTEM else "for_the_portal_itself"


def _competent(application: Application, actor: Actor) -> str:
    if actor.role != Role.STAFF:
        return "not_a_caseworker"
    if actor.department_id != application.competent_department_id:
        return "other_department"
    return CONCERNED if application.person_id in avoided(actor) else ""


def _competent_and_not_who_refused(application: Application, actor: Actor) -> str:
    """What carries a refused application on is decided by somebody else."""
    if reason := _competent(application, actor):
        return reason
    before = application.renews
    return "own_decision" if before is not None and before.decision.decider == actor.key else ""


RULES: Mapping[Act, Callable[[Application, Actor], str]] = {
    Act.KEEP_EVIDENCE: _own,
    Act.KEEP_ANSWERS: _own,
    Act.UPLOAD: _own,
    Act.SUBMIT: _own,
    Act.RECEIVE_DATA: _system,
    Act.HANDLE: _competent,
    Act.ANSWER_CORRECTION: _own,
    Act.LEAVE: _own,
    Act.KEEP_CLOCKS: _system,
    Act.MOVE_DRAFT: _system,
    Act.DECIDE: _competent_and_not_who_refused,
}


def authorise(act: Act, application: Application, actor: Actor) -> None:
    """Raises `Denied` with the code of the reason; the action records it."""
    if reason := RULES[act](application, actor):
        raise Denied(reason)
