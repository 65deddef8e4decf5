"""复核: a citizen who was refused asks for another person to look again, and says why. What follows is what follows from any
second look (actions/reexamine.py): the registers are asked again, and a colleague of whoever refused it answers in words.

This is the department's own second look, and our own rule. It takes nothing from the ways outside: administrative
reconsideration (行政复议法 art. 20, 60 days) and the court (行政诉讼法 art. 46, six months), whose days go on meanwhile.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.aftercare.actions.reexamine import DAYS
from services.aftercare.errors import (
    AlreadyAppealed,
    NotRefused,
    TooLateToAppeal,
    TooManyWords,
    WordsMissing,
)
from services.aftercare.models import Reexamination
from services.aftercare.queries import appeal_of
from services.applications.clocks import after
from services.applications.models import Application, State
from services.calendars.queries import calendar
from services.ledger.entries import record

APPEAL_DAYS = 60  # from the day of the decision, as for administrative reconsideration (local rule, example)
LONGEST = 2000


@action
def appeal(
    *, application_id: UUID, words: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """The id of the second look. Raises NotRefused, AlreadyAppealed, TooLateToAppeal, WordsMissing, TooManyWords, `Denied`."""
    application = _own(application_id, actor)
    _refuse_unless_open(application, at)
    said = words.strip()
    if not said:
        raise WordsMissing
    if len(said) > LONGEST:
        raise TooManyWords(str(LONGEST))
    asked = _open(application, said, at)
    trace = {"reexamination": str(asked.pk), "application": str(application.pk), "by": actor.key}
    record("appeal_opened", {**trace, "due_on": asked.due_on.isoformat(), "at": at.isoformat()})
    return asked.pk


def may_appeal(application: Application, known: Reexamination | None, at: datetime) -> bool:
    """Whether its citizen may ask for it now. `known`: that they have (`appeal_of`)."""
    return application.standing == State.REFUSED and known is None and _in_time(application, at)


def _in_time(application: Application, at: datetime) -> bool:
    return (localdate(at) - localdate(application.decision.at)).days <= APPEAL_DAYS


def _own(application_id: UUID, actor: Actor) -> Application:
    if actor.role != Role.CITIZEN:
        raise Denied("not_a_citizen")
    rows = Application.objects.visible_to(actor).select_related("decision").select_for_update(of=("self",))
    found = rows.filter(pk=application_id).first()
    if found is None:
        raise Denied("not_visible")
    return found


def _refuse_unless_open(application: Application, at: datetime) -> None:
    if application.standing != State.REFUSED:
        raise NotRefused(str(application.pk))
    if appeal_of(application) is not None:
        raise AlreadyAppealed(str(application.pk))
    if not _in_time(application, at):
        raise TooLateToAppeal


def _open(application: Application, words: str, at: datetime) -> Reexamination:
    due = after(DAYS, "WORKING", localdate(at), calendar())
    asked = Reexamination(
        id=uuid4(),
        application=application,
        department_id=application.competent_department_id,
        words=words,
        opened_at=at,
        due_on=due.on,
        due_is_provisional=due.provisional,
        next_try_at=at,
    )
    asked.save(force_insert=True)
    return asked
