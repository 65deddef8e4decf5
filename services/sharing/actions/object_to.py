"""数据异议: a person says that a value of theirs is wrong.

The department that is the source has to look and answer (政务数据共享条例, State Council Decree 809, on checking and
correcting; PIPL article 46). Nothing is changed here: a corrected value arrives with the next fetch.
"""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.calendars.queries import calendar
from services.events.outbox import publish
from services.ledger.entries import record
from services.people.models import Person
from services.sharing.disputed import mark_disputed
from services.sharing.errors import AlreadyDisputed, NoSuchField, WordsMissing, WordsTooLong
from services.sharing.events import DisputeOpened
from services.sharing.models import DataField, Dispute

LONGEST = 1000
CHINA = ZoneInfo("Asia/Shanghai")


@action
def object_to(
    *,
    person_id: UUID,
    field_code: str,
    source: str,
    words: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`source`: where the person saw the value, as `application:<uuid>`. One open dispute per value and person.

    Raises `Denied("not_yourself")`, `NoSuchField`, `WordsMissing`, `WordsTooLong`, `AlreadyDisputed`.
    """
    if actor.role != Role.CITIZEN or actor.person_id != person_id:
        raise Denied("not_yourself")
    Person.objects.select_for_update().get(pk=person_id)  # two tabs: the second sees the first's dispute
    field = _field(field_code)
    words = _checked(words)
    if Dispute.objects.open().filter(person=person_id, field=field).exists():
        raise AlreadyDisputed(field_code)
    dispute = Dispute.objects.create(
        person_id=person_id,
        field=field,
        department=field.authoritative_department,
        source=source,
        words=words,
        opened_at=at,
        due_on=_due_on(field, at),
    )
    mark_disputed(dispute, at=at)
    record(
        "dispute_opened",
        {
            "dispute": str(dispute.id),
            "field": field_code,
            "department": dispute.department.code,
            "due_on": dispute.due_on.isoformat(),
            "source": source,
            "at": at.isoformat(),
        },
    )
    publish(DisputeOpened(dispute_id=dispute.id, person_id=person_id, field=field_code, source=source))
    return dispute.id


def _field(code: str) -> DataField:
    field = DataField.objects.select_related("resource__department", "authority").filter(code=code).first()
    if field is None:
        raise NoSuchField(code)
    return field


def _checked(words: str) -> str:
    words = words.strip()
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise WordsTooLong
    return words


def _due_on(field: DataField, at: datetime) -> date:
    """Working days after the day of the dispute in China; a register may set its own limit."""
    return calendar().add_working_days(localdate(at, CHINA), field.resource.correction_days).on
