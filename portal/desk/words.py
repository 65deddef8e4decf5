"""What caseworkers read about an application: its state, who did something, how much time is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from services.actions.actor import Role
from services.applications.models import Application, Decision, Move, State
from services.applications.queue import DAY_AND_SERIAL
from services.calendars.days import Calendar
from services.departments.queries import names_of

SOON = 2  # working days

# state -> chip, words (English msgids)
STATES: Mapping[State, tuple[str, str]] = {
    State.DRAFT: ("wait", gettext_noop("Not sent yet")),
    State.SUBMITTED: ("wait", gettext_noop("Received")),
    State.AWAITING_DATA: ("wait", gettext_noop("Waiting for a department")),
    State.RECEIVED: ("ask", gettext_noop("To be accepted")),
    State.AWAITING_CORRECTION: ("wait", gettext_noop("Waiting for the applicant")),
    State.ACCEPTED: ("ask", gettext_noop("To be decided")),
    State.SUSPENDED: ("wait", gettext_noop("Stopped for a special procedure")),
    State.APPROVED: ("ok", gettext_noop("Approved")),
    State.REFUSED: ("no", gettext_noop("Not approved")),
    State.DECLINED: ("no", gettext_noop("Not taken on")),
    State.WITHDRAWN: ("wait", gettext_noop("Withdrawn by the applicant")),
    State.RESCINDED: ("wait", gettext_noop("Taken back by the applicant")),
    State.CLOSED: ("wait", gettext_noop("Closed")),
}


@dataclass(frozen=True)
class Sign:
    """`chip`: ok, wait, ask, soon, over or no (templates/parts/chip.html); `on`: the day it is about; `provisional`: it
    was counted through a year whose holidays are not published."""

    chip: str
    words: str
    on: date | None = None
    provisional: bool = False


def state_sign(application: Application) -> Sign:
    chip, words = STATES[application.standing]
    return Sign(chip, _(words))


def due_sign(application: Application, *, today: date, days: Calendar) -> Sign:
    """■ overdue, ▲ at most two working days left, grey later or stopped. By the stored day."""
    if application.due_on is None:
        running = application.state != State.AWAITING_DATA
        return Sign("wait", _("The clock is stopped") if running else _("The clock has not begun"))
    return day_sign(application.due_on, provisional=application.due_is_provisional, today=today, days=days)


def day_sign(due_on: date, *, provisional: bool, today: date, days: Calendar) -> Sign:
    """How much time is left until the last day of whatever is promised."""
    chip, words = _time_left(days.working_days_between(today, due_on), today, due_on)
    return Sign(chip, words, due_on, provisional)


def _time_left(days: int, today: date, due_on: date) -> tuple[str, str]:
    if due_on < today:
        return "over", _overdue(-days)
    if due_on == today:
        return "soon", _("Due today")
    words = ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}
    return "soon" if days <= SOON else "wait", words


def _overdue(days: int) -> str:
    if days == 0:  # a weekend has passed, no working day
        return _("Overdue")
    return ngettext("Overdue by %(n)d working day", "Overdue by %(n)d working days", days) % {"n": days}


class Names:
    """Names of those who did something, by the keys of histories; staff by name, the others by what they are."""

    def __init__(self, keys: Iterable[str]) -> None:
        ids = {int(number) for role, _, number in (key.partition(":") for key in keys) if role == Role.STAFF}
        self._staff = {f"{Role.STAFF}:{user}": name for user, name in names_of(ids)}

    def __getitem__(self, key: str) -> str:
        if key.startswith(Role.CITIZEN):
            return _("applicant")
        return self._staff.get(key) or (_("caseworker") if key.startswith(Role.STAFF) else _("portal"))

    def of_move(self, move: Move) -> str:
        """What the portal does on its own it does by the rules, except what time brings."""
        by_rules = {State.RECEIVED, State.APPROVED, State.AWAITING_DATA}
        is_rules = move.actor == Role.SYSTEM and move.target in by_rules
        return _("rules") if is_rules else self[move.actor]

    def of_decision(self, decision: Decision) -> str:
        return _("rules") if decision.decided_by == Decision.DecidedBy.RULES else self[decision.decider]


def number_of(application: Application) -> str:
    """Day and serial of the case code, which is what differs: 20261123-0001. The search understands it."""
    code = (application.case_code or "")[-DAY_AND_SERIAL:]
    return f"{code[:8]}-{code[8:]}"
