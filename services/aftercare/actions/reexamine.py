"""更正之后: finding what rests on a corrected value, keeping what the register says now, and a person's second look at it.

What a citizen asks to be looked at again (actions/appeal.py) goes the same way from there on.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.aftercare.ending import end
from services.aftercare.events import Reexamined
from services.aftercare.models import Ending, Reexamination
from services.aftercare.months import month_before
from services.applications.clocks import after
from services.applications.models import Application, Evidence, State
from services.applications.models.application import UNDER_WAY
from services.applications.renewing import renew
from services.calendars.queries import calendar
from services.events.outbox import publish
from services.ledger.entries import record
from services.sharing.models import Dispute
from services.sharing.queries import resting_on

DAYS = 10  # working days for a person to look again; example
FIRST_RETRY, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
ANSWERED = ("state", "reason", "closed_by", "closed_at")
Change = Mapping[str, Any]


@action
def find_dependants(*, dispute_id: UUID, actor: Actor, at: datetime) -> UUID:
    """By lineage: whatever is under way or decided, and holds a version of the value from before it was corrected. The same
    again changes nothing."""
    _for_the_portal(actor)
    dispute = Dispute.objects.select_related("field").get(pk=dispute_id)
    if dispute.field is None or dispute.outcome != Dispute.Outcome.CORRECTED:
        return dispute_id
    known = Reexamination.objects.filter(dispute=dispute).values("application")
    due = after(DAYS, "WORKING", localdate(at), calendar())
    rows = [
        Reexamination(
            dispute=dispute,
            application=each,
            department_id=each.competent_department_id,
            opened_at=at,
            due_on=due.on,
            due_is_provisional=due.provisional,
            next_try_at=at,
        )
        for each in _dependants(dispute, dispute.field.code).exclude(pk__in=known)
    ]
    Reexamination.objects.bulk_create(rows)
    for row in rows:
        trace = {"reexamination": str(row.pk), "application": str(row.application_id)}
        record("dependant_found", {**trace, "dispute": str(dispute_id), "at": at.isoformat()})
    return dispute_id


def _dependants(dispute: Dispute, code: str) -> QuerySet[Application]:
    evidence = Evidence.objects.filter(
        field_code__in=resting_on(code),
        source=Evidence.Source.SHARED_DATA,
        superseded_at=None,
        fetched_at__lte=dispute.closed_at,
        application__person=dispute.person_id,
    )
    rows = Application.objects.filter(pk__in=evidence.values("application"))
    live = rows.filter(state__in=[State.DRAFT, *UNDER_WAY])
    return live | rows.filter(ended_as__in=[State.APPROVED, State.REFUSED])


@action
def try_later(*, reexamination_id: UUID, actor: Actor, at: datetime) -> UUID:
    """The register did not answer."""
    _for_the_portal(actor)
    row = _waiting(reexamination_id)
    if row is not None:
        pause = min(FIRST_RETRY * 2 ** min(row.attempts, 12), LONGEST_PAUSE)
        Reexamination.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, next_try_at=at + pause)
    return reexamination_id


@action
def keep_reading(
    *,
    reexamination_id: UUID,
    decided: bool,
    changes: Sequence[Change],
    conclusion: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> UUID:
    """What the register says now. What was decided waits for a person from here on; what was not has been judged anew."""
    _for_the_portal(actor)
    row = _waiting(reexamination_id)
    if row is None:
        return reexamination_id
    state = Reexamination.State.OPEN if decided else Reexamination.State.READ
    read = {"changes": [*changes], "conclusion": {**conclusion}, "read_at": at, "next_try_at": None}
    for name, value in {"state": state, **read, **_clock(row, at)}.items():
        setattr(row, name, value)
    row.save()
    _tell(row, at, fields=[each["field"] for each in changes], rules={**conclusion})
    return row.pk


@action
def close_reexamination(
    *,
    reexamination_id: UUID,
    state: Reexamination.State,
    reason: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """CONFIRMED: the decision stands. REVERSED: an approval ends and its certificate is revoked; a refused application is
    carried on by a new one. Whoever decided does not answer it. Raises AlreadyAnswered, AlreadyEnded, WordsMissing,
    `Denied`."""
    read = ["application__decision", "application__item_version__item"]
    row = Reexamination.answer(reexamination_id, state, reason, actor=actor, at=at, read=read)
    if row.is_of(actor):
        raise Denied("own_decision")
    if row.is_appeal:
        _answer_with_it(row, actor, at)
    if state == Reexamination.State.REVERSED:
        _reverse(row, actor=actor, at=at)
    _tell(row, at, by=actor.key)
    return row.pk


def _answer_with_it(appeal: Reexamination, actor: Actor, at: datetime) -> None:
    """What a correction asks of the same decision is the same question. The citizen hears the answer of the appeal."""
    rows = Reexamination.objects.filter(application=appeal.application_id, state=Reexamination.State.OPEN)
    for row in rows.select_for_update(of=("self",)):
        for name in ANSWERED:
            setattr(row, name, getattr(appeal, name))
        row.save(update_fields=[*ANSWERED])
        _record(row, at, by=actor.key)


def _reverse(row: Reexamination, *, actor: Actor, at: datetime) -> None:
    if row.application.standing == State.APPROVED:
        before = month_before(localdate(row.application.submitted_at))
        kind = Ending.Kind.REVOKED
        end(row.application, kind=kind, event_on=before, reason=row.reason or "", actor=actor, at=at)
    elif row.application.standing == State.REFUSED:
        renew(row.application, actor=actor, at=at)


def _record(row: Reexamination, at: datetime, **more: object) -> None:
    trace = {"reexamination": str(row.pk), "application": str(row.application_id), "state": row.state}
    record("reexamined", {**trace, **more, "at": at.isoformat()})


def _tell(row: Reexamination, at: datetime, **more: object) -> None:
    _record(row, at, **more)
    publish(Reexamined(reexamination_id=row.pk, application_id=row.application_id, outcome=row.state))


def _clock(row: Reexamination, at: datetime) -> dict[str, object]:
    """The days of a person begin when the register has answered; those of an appeal ran from the day it was asked for."""
    if row.is_appeal:
        return {}
    due = after(DAYS, "WORKING", localdate(at), calendar())
    return {"due_on": due.on, "due_is_provisional": due.provisional}


def _waiting(pk: UUID) -> Reexamination | None:
    rows = Reexamination.objects.select_for_update(of=("self",)).select_related("application", "dispute")
    return rows.filter(pk=pk, state=Reexamination.State.WAITING).first()


def _for_the_portal(actor: Actor) -> None:
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
