"""Storing replies of departments: a new value supersedes the old one, a silent department is awaited with a stored next
try."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef

from services.applications.models import Application, AwaitedSource, Evidence, State
from services.departments.models import Department
from services.prepared import Given, Prepared, PreparedUpdate, insert
from services.sharing.fetch import Reply
from services.sharing.lifecycle import DELIVERED, advance

IS_AWAITING = Exists(AwaitedSource.objects.filter(application=OuterRef("pk"), answered_at=None))
AWAITING_CONSENT = "awaiting_consent"  # not the department is silent, but somebody who has to agree
FIRST_RETRY = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)
_OF_IT = {"application": Given("of"), "department": Given("department")}
_departments = Prepared(lambda: Department.objects.values_list("code", "id"))
_supersede = PreparedUpdate(
    lambda: (Evidence.objects.filter(**_OF_IT, superseded_at=None), {"superseded_at": Given("at")})
)
_answered = PreparedUpdate(
    lambda: (AwaitedSource.objects.filter(**_OF_IT, answered_at=None), {"answered_at": Given("at")})
)


def is_waiting(application: Application) -> bool:
    """Whether a department had not answered when the row was locked (actions/locking.py)."""
    return bool(vars(application)["is_awaiting"])


def keep(application: Application, replies: Sequence[Reply], *, at: datetime) -> None:
    """Inside the caller's transaction, on its locked row, which no longer tells how old values are and who is awaited."""
    for told in ("oldest_value_at", "is_awaiting"):
        vars(application).pop(told, None)
    ids = dict(_departments())
    for reply in replies:
        if reply.available:
            _keep_values(application, reply, ids[reply.department_code], at)
        if not reply.available or reply.awaits_consent:
            _wait(application, reply, ids[reply.department_code], at)
    advance({value.request_id for reply in replies for value in reply.values.values()}, DELIVERED, at=at)


def _keep_values(application: Application, reply: Reply, department_id: int, at: datetime) -> None:
    of_it = {"of": application.pk, "department": department_id, "at": at}
    _supersede(**of_it)
    fresh = [
        Evidence(
            application=application,
            field_code=code,
            department_id=department_id,
            value=found.value,
            as_of=found.as_of,
            fetched_at=found.fetched_at,
            request_id=found.request_id,
            arrived_late=application.state != State.DRAFT,
        )
        for code, found in reply.values.items()
    ]
    insert(*fresh)
    _answered(**of_it)


def _reason(reply: Reply) -> str:
    return (AWAITING_CONSENT if reply.awaits_consent else reply.reason)[:60]


def _wait(application: Application, reply: Reply, department_id: int, at: datetime) -> None:
    open_wait = application.awaited.filter(department_id=department_id, answered_at=None)
    attempts = open_wait.values_list("attempts", flat=True).first() or 0
    pause = min(FIRST_RETRY * 2**attempts, LONGEST_WAIT)
    if attempts:
        open_wait.update(attempts=F("attempts") + 1, next_try_at=at + pause, reason=_reason(reply))
        return
    AwaitedSource.objects.create(
        application=application,
        department_id=department_id,
        reason=_reason(reply),
        since=at,
        next_try_at=at + FIRST_RETRY,
    )
