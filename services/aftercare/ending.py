"""Ending what an approval gave, inside a caller's action: the row, the months to be paid back, the entry, the event."""

from datetime import date, datetime
from uuid import uuid4

from django.utils.timezone import localdate

from services.actions.actor import Actor
from services.aftercare.errors import AlreadyEnded, BadEventDay
from services.aftercare.events import EntitlementEnded
from services.aftercare.models import Ending, Entitlement, OverpaidMonth
from services.aftercare.months import overpaid_months
from services.applications.models import Application
from services.events.outbox import publish
from services.ledger.entries import record


def end(
    application: Application,
    *,
    kind: Ending.Kind,
    event_on: date,
    reason: str,
    to_family: bool = False,
    actor: Actor,
    at: datetime,
) -> Ending:
    """Raises AlreadyEnded, BadEventDay. The decision stays as it was made: it ends, it is not undone."""
    if event_on > localdate(at):
        raise BadEventDay(event_on.isoformat())
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if Ending.objects.filter(application=application).exists():
        raise AlreadyEnded(str(application.pk))
    ending = Ending(
        id=uuid4(),
        application=application,
        kind=kind,
        event_on=event_on,
        to_family=to_family,
        reason=reason,
        by=actor.key,
        at=at,
    )
    ending.save(force_insert=True)
    months = OverpaidMonth.objects.bulk_create(
        OverpaidMonth(ending=ending, month=month, amount_fen=fen)
        for month, fen in overpaid(application, event_on, localdate(at))
    )
    Entitlement.objects.filter(application=application).update(next_check_at=None)
    trace = {"application": str(application.pk), "ending": str(ending.pk), "by": actor.key}
    record("entitlement_ended", {**trace, "as": kind, "overpaid": len(months), "at": at.isoformat()})
    publish(EntitlementEnded(application_id=application.pk, ending_id=ending.pk))
    return ending


def overpaid(application: Application, event_on: date, today: date) -> list[tuple[date, int]]:
    """Month -> fen, from the month after the event on; nothing where nothing is paid month by month."""
    entitlement = Entitlement.objects.filter(application=application).first()
    if entitlement is None or not entitlement.amount_fen:
        return []
    day = application.content["payment"]["day"]
    months = overpaid_months(entitlement.first_month, day, event_on, today)
    return [(month, entitlement.amount_fen) for month in months]
