"""What happened to an application, as caseworkers read it: every move and every change of hands, with who and why.

In order of time; of the same moment, taking on comes before what was done with it.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from portal.desk.words import Names
from portal.showing.timeline import Step
from services.applications.models import Application, Assignment, Move, State
from services.applications.models.application import UNDER_WAY


def history(application: Application, names: Names) -> list[Step]:
    """The oldest first; the last one is where it stands, as long as it is under way."""
    steps = [step for _key, step in _lines(application, names)]
    if steps and application.state in UNDER_WAY:
        steps[-1] = replace(steps[-1], state="now")
    return steps


def latest(application: Application, names: Names) -> tuple[str, Step]:
    """The last thing that happened, and the key of who did it."""
    return _lines(application, names)[-1]


def _lines(application: Application, names: Names) -> list[tuple[str, Step]]:
    hands = [((each.at, 0, each.pk), each.by, _hand(each, names)) for each in application.assignments.all()]
    moves = [((each.at, 1, each.pk), each.actor, _move(each, names)) for each in application.moves.all()]
    return [(key, step) for _place, key, step in sorted([*hands, *moves], key=lambda line: line[0])]


def actors(application: Application) -> set[str]:
    """The keys of everybody who is in it."""
    decision = getattr(application, "decision", None)
    return {
        *(each.actor for each in application.moves.all()),
        *(each.by for each in application.assignments.all()),
        *([decision.decider] if decision else []),
    }


def _move(move: Move, names: Names) -> Step:
    return Step(_title(move), move.at, words=names.of_move(move), note=_note(move))


def _title(move: Move) -> str:
    if move.source == State.AWAITING_CORRECTION and move.target in (State.RECEIVED, State.ACCEPTED):
        return _("Correction answered")
    if move.source == State.SUSPENDED:
        return _("The clock runs again")
    return {
        State.SUBMITTED: _("Sent"),
        State.AWAITING_DATA: _("Waits for a department’s answer"),
        State.RECEIVED: _("Left to a person"),
        State.AWAITING_CORRECTION: _("Correction asked for"),
        State.ACCEPTED: _("Accepted"),
        State.SUSPENDED: _("The clock is stopped"),
        State.APPROVED: _("Approved"),
        State.REFUSED: _("Refused"),
        State.DECLINED: _("Not taken on"),
        State.WITHDRAWN: _("Withdrawn"),
        State.RESCINDED: _("Taken back within 24 hours"),
        State.CLOSED: _("Closed"),
    }[State(move.target)]


def _note(move: Move) -> str:
    """Words of people, and the one code that needs words."""
    if move.target == State.ACCEPTED and move.note == "silence":
        return _("Five working days passed without a word, which counts as acceptance.")
    return move.note if move.target == State.SUSPENDED else ""


def _hand(assignment: Assignment, names: Names) -> Step:
    by = names[assignment.by]
    if assignment.staff is None:
        return Step(_("Given back to the department"), assignment.at, words=by)
    title = _("Taken over") if assignment.reason else _("Taken on")
    return Step(title, assignment.at, words=by, note=assignment.reason)
