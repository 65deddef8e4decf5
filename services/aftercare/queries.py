"""Reading what waits for a person after an approval, and how approvals ended."""

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.aftercare.models import Ending, ProposedStop, SpotCheck
from services.applications.models import Application


def open_stops(actor: Actor) -> QuerySet[ProposedStop]:
    """拟停发 of the caseworker's department, the earliest last day first."""
    rows = whole_stops(actor).filter(state=ProposedStop.State.OPEN)
    return rows.order_by("due_on", "opened_at")


def whole_stops(actor: Actor) -> QuerySet[ProposedStop]:
    return ProposedStop.objects.visible_to(actor).select_related(
        "recheck",
        "entitlement__application__person",
        "entitlement__application__item_version__item",
        "entitlement__application__competent_department",
    )


def ending_of(application: Application) -> Ending | None:
    return Ending.objects.filter(application=application).prefetch_related("overpaid").first()


def open_checks(actor: Actor) -> QuerySet[SpotCheck]:
    """抽查 of the caseworker's department, the earliest last day first."""
    rows = SpotCheck.objects.visible_to(actor).filter(state=SpotCheck.State.OPEN)
    rows = rows.select_related("application__person", "application__item_version", "application__decision")
    return rows.order_by("due_on", "opened_at")
