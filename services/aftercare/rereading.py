"""Asking a register again after it has corrected a value, or all of them after an appeal: outside every transaction, each under
a request of its own.

What is under way gets the new version and is judged by its rules again. What was decided is judged again for the eyes of a
person only: the evidence it rests on stays as it was. Each row is claimed by a counted update; a register that is silent is
asked later.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.actions.actor import SYSTEM
from services.aftercare.actions.reexamine import Change, keep_reading, try_later
from services.aftercare.models import Reexamination
from services.applications.actions.take_correction import take_correction
from services.applications.deciding import UNJUDGED, judge, values_of
from services.applications.models import Application, Evidence, State
from services.applications.opening import known_values
from services.applications.states import ENDED
from services.sharing.fetch import Reply, Subject, fetch
from services.sharing.queries import resting_on

LEASE = timedelta(minutes=5)
PATIENCE = 3  # times a silent register is asked again for an appeal, before a person looks without it


def reread_corrected(*, at: datetime, limit: int = 20) -> int:
    """How many were tried. Any number of workers may run it."""
    due = Reexamination.objects.filter(state=Reexamination.State.WAITING, next_try_at__lte=at)
    done = 0
    for row in list(due.order_by("next_try_at")[:limit]):
        claimed = Reexamination.objects.filter(pk=row.pk, next_try_at=row.next_try_at)
        if claimed.update(next_try_at=at + LEASE):
            done += 1
            reread(row, at=at)
    return done


def reread(row: Reexamination, *, at: datetime) -> None:
    rows = Application.objects.select_related(
        "person", "item_version__purpose", "competent_department", "decision"
    )
    application = rows.get(pk=row.application_id)
    replies = _ask(row, application, at)
    if not (complete := all(each.available for each in replies)) and not _goes_on_without(row):
        try_later(reexamination_id=row.pk, actor=SYSTEM, at=at)
        return
    told = {code: value.value for reply in replies for code, value in reply.values.items()}
    silent = _no_longer_told(row, application, replies)
    changes = _changes(row, application, told, silent)
    conclusion = _conclusion(application, told, silent, at) if complete else {}
    decided = application.state in ENDED
    if not decided and _take(application, replies, at) is None:
        try_later(reexamination_id=row.pk, actor=SYSTEM, at=at)  # it ended meanwhile, and is another case now
        return
    keep_reading(
        reexamination_id=row.pk,
        decided=decided,
        changes=changes,
        conclusion=conclusion,
        actor=SYSTEM,
        at=at,
    )


def _goes_on_without(row: Reexamination) -> bool:
    """An appeal does not wait for a silent register: its days run."""
    return row.is_appeal and row.attempts >= PATIENCE


def _take(application: Application, replies: Sequence[Reply], at: datetime) -> UUID | None:
    return take_correction(application_id=application.pk, replies=replies, actor=SYSTEM, at=at)


def _ask(row: Reexamination, application: Application, at: datetime) -> Sequence[Reply]:
    """After a correction of a decided one the register that corrected; for an appeal, and for what is to be judged now, all of
    them, as the others' answers have grown old too."""
    person, decided = application.person, application.state in ENDED
    return fetch(
        purpose=application.item_version.purpose,
        subject=Subject(name=person.name, id_no=person.id_no, person_id=person.pk),
        source=f"reexamination:{row.pk}" if decided else application.source,
        departments=[row.dispute.department.code] if decided and row.dispute else None,
        at=at,
    )


def _no_longer_told(row: Reexamination, application: Application, replies: Sequence[Reply]) -> set[str]:
    """What a register told before and, asked for it again, does not tell. What may not be read was not asked for."""
    answered = [each for each in replies if each.available]
    rows = Evidence.objects.filter(
        application=application,
        source=Evidence.Source.SHARED_DATA,
        superseded_at=None,
        department__code__in=[each.department_code for each in answered],
    )
    told = {code for each in answered for code in each.values}
    unasked = {code for each in answered for code in each.withheld} - {*_looked_at(row, ())}
    return {*rows.values_list("field_code", flat=True)} - told - unasked


def _changes(
    row: Reexamination, application: Application, told: Mapping[str, Any], silent: Collection[str]
) -> list[Change]:
    """Of the value and what rests on it, for an appeal of everything that was told or is told no longer: where the register
    says something else now than the application holds."""
    held = known_values(application)
    codes = sorted(_looked_at(row, {*told, *silent}))
    return [
        {"field": code, "before": held.get(code), "after": told.get(code)}
        for code in codes
        if code in held and held[code] != told.get(code)
    ]


def _looked_at(row: Reexamination, answered: Iterable[str]) -> Iterable[str]:
    if row.dispute is None:
        return answered
    return resting_on(row.dispute.field.code) if row.dispute.field else ()


def _conclusion(
    application: Application, told: Mapping[str, Any], silent: Collection[str], at: datetime
) -> dict[str, str]:
    """Empty for a draft, and where the rules cannot be used. What was decided is judged as on its day; of what the register
    no longer tells, the old value decides nothing."""
    if application.state == State.DRAFT:
        return {}
    on = application.decision.at if application.state in ENDED else at
    held = {code: value for code, value in values_of(application).items() if code not in silent}
    try:
        found = judge(application, values={**held, **told}, at=on)
    except tuple(UNJUDGED):
        return {}
    return {"outcome": found.outcome, "code": found.code}
