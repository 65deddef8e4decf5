"""Asking the departments for an application, only for what its variant needs: remote first, outside any transaction, then one
action that keeps the replies.

The only place that decides whom to ask and when to ask again. Faces call `gather`, the worker calls `retry_awaited`.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from services.actions.actor import SYSTEM, Actor
from services.actions.visible import Visible
from services.applications.actions.keep_evidence import keep_evidence
from services.applications.actions.receive_data import receive_data
from services.applications.models import Application, AwaitedSource, Evidence, State
from services.catalogue.queries import joint_purposes
from services.prepared import Given
from services.sharing.fetch import Reply, Subject, fetch

FRESH_FOR = timedelta(
    minutes=30
)  # a check page left open longer than this is read anew before it is submitted
LEASE = timedelta(seconds=30)

_asked_for = Visible(
    lambda anybody: (
        Application.objects.visible_to(anybody)
        .filter(pk=Given("key"))
        .select_related("person", "item_version__purpose")
        .defer("item_version__content")
    )
)


def gather(application_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Everything the purpose reads, for a draft. A department that stays silent is awaited, not an error."""
    application = _asked_for.first(actor, key=application_id)
    if application is None:
        raise Application.DoesNotExist
    replies = _ask(application, None, actor, at)
    keep_evidence(application_id=application_id, replies=replies, actor=actor, at=at)


def is_stale(application: Application, *, at: datetime) -> bool:
    """Nothing read yet, something silent, or something read too long ago."""
    oldest = (
        Evidence.objects.filter(application=application, superseded_at=None).order_by("fetched_at").first()
    )
    waiting = application.awaited.filter(answered_at=None, next_try_at__lte=at).exists()
    return waiting or oldest is None or oldest.fetched_at < at - FRESH_FOR


def retry_awaited(*, at: datetime, limit: int = 50) -> int:
    """Asks again where the stored time has come; returns how many applications were tried. Any number of workers may run
    it: each claims its rows by a counted update."""
    due = AwaitedSource.objects.filter(
        answered_at=None, next_try_at__lte=at, application__state=State.AWAITING_DATA
    ).order_by("next_try_at")
    tried = 0
    for application_id in list(dict.fromkeys(due.values_list("application_id", flat=True)[:limit])):
        claimed = due.order_by().filter(application_id=application_id)
        codes = list(claimed.values_list("department__code", flat=True))
        if AwaitedSource.objects.filter(pk__in=claimed.values("pk")).update(next_try_at=at + LEASE):
            tried += 1
            _try_again(application_id, codes, at)
    return tried


def _try_again(application_id: UUID, codes: Collection[str], at: datetime) -> None:
    application = Application.objects.select_related("person", "item_version__purpose").get(pk=application_id)
    receive_data(
        application_id=application_id, replies=_ask(application, codes, SYSTEM, at), actor=SYSTEM, at=at
    )


def _ask(
    application: Application, departments: Collection[str] | None, actor: Actor, at: datetime
) -> list[Reply]:
    """For the purpose of the item, and for that of every department that handles it together with the competent one."""
    person, version = application.person, application.item_version
    needed = {read["field"] for read in application.content["purpose"]["reads"]}  # by this variant
    replies = [
        reply
        for purpose in [version.purpose, *joint_purposes(version)]
        for reply in fetch(
            purpose=purpose,
            fields=needed if purpose == version.purpose else None,
            subject=Subject(name=person.name, id_no=person.id_no, person_id=person.pk),
            source=application.source,
            departments=departments,
            actor=actor,
            at=at,
        )
    ]
    return _one_each(replies)


def _one_each(replies: Sequence[Reply]) -> list[Reply]:
    """A department that was asked for two purposes has one reply; it was there only if it answered to both."""
    found: dict[str, Reply] = {}
    for each in replies:
        before = found.get(each.department_code)
        found[each.department_code] = _together(before, each) if before else each
    return list(found.values())


def _together(one: Reply, other: Reply) -> Reply:
    return replace(
        one,
        available=one.available and other.available,
        reason=one.reason or other.reason,
        values={**other.values, **one.values},
        withheld={**one.withheld, **other.withheld},
        awaits_consent=one.awaits_consent or other.awaits_consent,
    )
