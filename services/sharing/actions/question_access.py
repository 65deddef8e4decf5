"""“Not for me”: a person says of a look at their data that they do not know what it was for.

Whoever looked has to say why, by the same clock as for a value said to be wrong (PIPL articles 44 and 50: the right to
know, and to have requests of this kind answered).
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.calendars.queries import calendar
from services.departments.models import Department
from services.events.outbox import publish
from services.ledger.entries import record
from services.people.models import Person
from services.sharing.access_log import Line, LineKind, line_of
from services.sharing.actions.object_to import CHINA, LONGEST
from services.sharing.errors import AlreadyDisputed, WordsTooLong
from services.sharing.events import AccessQuestioned
from services.sharing.models import Dispute

ANSWER_DAYS = 5  # working days; example


@action
def question_access(
    *,
    access: UUID,
    department_id: int,
    words: str = "",
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`access`: a line of the person's own log; `department_id`: whoever looked. Words are welcome and not needed.

    Raises `Denied("not_yours")`, also for a line that does not exist; `AlreadyDisputed`, `WordsTooLong`.
    """
    line = line_of(access, actor, at=at) if actor.role == Role.CITIZEN else None
    if line is None or actor.person_id is None:
        raise Denied("not_yours")
    if len(words.strip()) > LONGEST:
        raise WordsTooLong
    Person.objects.select_for_update().get(pk=actor.person_id)
    if Dispute.objects.open().filter(person=actor.person_id, access=access).exists():
        raise AlreadyDisputed(str(access))
    dispute = Dispute.objects.create(
        person_id=actor.person_id,
        access=access,
        department_id=department_id,
        source=line.source,
        words=words.strip(),
        opened_at=at,
        due_on=calendar().add_working_days(localdate(at, CHINA), ANSWER_DAYS).on,
    )
    trace = {"dispute": str(dispute.id), "access": str(access), "department": dispute.department.code}
    record("access_questioned", {**trace, "due_on": dispute.due_on.isoformat(), "at": at.isoformat()})
    publish(
        AccessQuestioned(
            dispute_id=dispute.id, person_id=actor.person_id, access_id=access, source=line.source
        )
    )
    return dispute.id


def asked_of(line: Line, at_work: Department | None) -> Department:
    """Who has to say what a look was for: the department of whoever looked, or whose matter it was; else whoever keeps it."""
    looked = line.department if line.kind == LineKind.LOOKED else None
    found = looked or at_work or line.department
    if found is None:  # the person's own look
        raise Denied("your_own")
    return found
