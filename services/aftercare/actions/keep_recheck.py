"""Keeping what a check found; what ends the entitlement is proposed to a person, once at a time."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.aftercare.blocks import next_check
from services.aftercare.events import StopProposed
from services.aftercare.models import Entitlement, ProposedStop, Recheck
from services.events.outbox import publish
from services.ledger.entries import record

A_DAY = timedelta(days=1)


@action
def keep_recheck(*, entitlement_id: UUID, found: dict[str, Any], actor: Actor, at: datetime) -> UUID:
    """`found`: as `services.aftercare.checking.Found`."""
    entitlement = _locked(entitlement_id, actor)
    check = Recheck(id=uuid4(), entitlement=entitlement, at=at, **found)
    check.save(force_insert=True)
    package = entitlement.application.content
    entitlement.next_check_at = at + A_DAY if check.unclear else next_check(package, at)
    entitlement.save(update_fields=["next_check_at"])
    trace = {"recheck": str(check.pk), "entitlement": str(entitlement_id), "code": check.code}
    record("entitlement_rechecked", {**trace, "rules": check.rule_version.sha256, "at": at.isoformat()})
    if check.failed and not entitlement.proposed_stops.filter(state=ProposedStop.State.OPEN).exists():
        _propose(check, package["recheck"]["days"], at)
    return check.pk


@action
def let_lapse(*, entitlement_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Its certificate is no longer in force: nobody is asked any more."""
    entitlement = _locked(entitlement_id, actor)
    entitlement.next_check_at = None
    entitlement.save(update_fields=["next_check_at"])
    record("entitlement_lapsed", {"entitlement": str(entitlement_id), "at": at.isoformat()})
    return entitlement.pk


def _locked(entitlement_id: UUID, actor: Actor) -> Entitlement:
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    rows = Entitlement.objects.select_related("application__item_version")
    return rows.select_for_update(of=("self",)).get(pk=entitlement_id)


def _propose(check: Recheck, days: int, at: datetime) -> None:
    stop = ProposedStop(
        id=uuid4(),
        entitlement=check.entitlement,
        recheck=check,
        department_id=check.entitlement.application.competent_department_id,
    )
    stop.open(days, at)
    record(
        "stop_proposed",
        {"stop": str(stop.pk), "recheck": str(check.pk), "facts": check.failed, "at": at.isoformat()},
    )
    publish(StopProposed(stop_id=stop.pk))
