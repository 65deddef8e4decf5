"""重新办理: a refusal was found not to stand, and its application is carried on by a new one, inside the caller's action.

The refused one stays as it ended. The new one is decided on the one way everything is decided: by the rules of the day it
was first sent, so that nobody loses months by a wrong refusal, on what the registers say now; what the rules leave to a
person goes to another one than who refused (policies.py).
"""

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from django.utils.timezone import localdate

from services.actions.actor import SYSTEM, Actor
from services.applications.actions.locking import locked
from services.applications.actions.start import STANDS_IN_THE_WAY
from services.applications.deciding import settle, values_of
from services.applications.events import ApplicationSubmitted
from services.applications.models import Application, AwaitedSource, Evidence, State
from services.applications.models.case_codes import next_case_code
from services.applications.opening import opened, told_now
from services.applications.states import move, one_update
from services.catalogue.queries import joint_purposes, read_for
from services.departments.models import Department
from services.events.outbox import publish
from services.sharing.readings import readings

RENEWED = "RENEWED"  # note of the move, and why the registers are asked


def renew(refused: Application, *, actor: Actor, at: datetime) -> Application | None:
    """None where it is carried on already, or its citizen has applied again since for what is granted once."""
    Application.objects.select_for_update(of=("self",)).get(pk=refused.pk)
    own = Application.objects.filter(person=refused.person_id, item_version__item=refused.item_version.item)
    again = refused.item_version.content["once"] and own.filter(STANDS_IN_THE_WAY).exists()
    if again or own.filter(renews=refused).exists():
        return None
    fresh = locked(_copy(refused, at).pk, SYSTEM)
    _take_along(refused, fresh)
    with one_update(fresh, "case_code"):
        move(fresh, State.SUBMITTED, actor=actor, at=at, note=RENEWED)
        publish(ApplicationSubmitted(application_id=fresh.pk))
        if departments := _to_be_asked(fresh):
            move(fresh, State.AWAITING_DATA, actor=SYSTEM, at=at, note=RENEWED)
            _ask(fresh, departments, at)
        else:
            settle(fresh, values=values_of(fresh), actor=SYSTEM, at=at)
        fresh.case_code = next_case_code(fresh.item_version.item.implementation_code, localdate(at))
    return fresh


def _copy(refused: Application, at: datetime) -> Application:
    """Of all that its citizen said. It was sent on the day it was first sent."""
    return Application.objects.create(
        person_id=refused.person_id,
        item_version=refused.item_version,
        variant=refused.variant,
        competent_department_id=refused.competent_department_id,
        answers=refused.answers,
        shown_sha256=refused.shown_sha256,
        started_at=at,
        submitted_at=refused.submitted_at,
        renews=refused,
    )


def _take_along(refused: Application, fresh: Application) -> None:
    """Papers and commitments; and what was told by consent, which was given for the former one and is not asked for again."""
    kept = told_now(refused)
    if not refused.item_version.purpose.by_consent():
        kept = kept.exclude(source=Evidence.Source.SHARED_DATA)
    rows = list(kept)
    values = opened(rows)
    columns = ("field_code", "department_id", "source", "as_of", "fetched_at", "request_id")
    Evidence.objects.bulk_create(
        Evidence(
            id=uuid4(),
            application=fresh,
            value=values[each.field_code],
            **{name: getattr(each, name) for name in columns},
        )
        for each in rows
    )


def _to_be_asked(fresh: Application) -> set[Department]:
    """Whom `gathering` asks for a draft of it; nobody where that takes a consent."""
    version = fresh.item_version
    if version.purpose.by_consent():
        return set()
    jointly = [each for purpose in joint_purposes(version) for each in readings(purpose)]
    return {each.department for each in [*read_for(version, fresh.variant), *jointly]}


def _ask(fresh: Application, departments: Collection[Department], at: datetime) -> None:
    """By the worker, as if they had been silent: no department is asked within a transaction."""
    AwaitedSource.objects.bulk_create(
        AwaitedSource(application=fresh, department=each, reason=RENEWED, since=at, next_try_at=at)
        for each in departments
    )
