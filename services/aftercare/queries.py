"""Reading what waits for a person after an approval, and how approvals ended."""

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.aftercare.models import Ending, ProposedStop, Reexamination, SpotCheck
from services.applications.models import Application, State
from services.prepared import Given, Prepared


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
    return _ending.first(of=application.pk)


_ending = Prepared(lambda: Ending.objects.filter(application=Given("of")).prefetch_related("overpaid"))


def open_checks(actor: Actor) -> QuerySet[SpotCheck]:
    """抽查 of the caseworker's department, the earliest last day first."""
    rows = SpotCheck.objects.visible_to(actor).filter(state=SpotCheck.State.OPEN)
    rows = rows.select_related("application__person", "application__item_version", "application__decision")
    return rows.order_by("due_on", "opened_at")


def open_reexaminations(actor: Actor) -> QuerySet[Reexamination]:
    """Decisions of the caseworker's department that rest on a value corrected since, or that their citizens ask to be looked at
    again, the earliest last day first."""
    rows = Reexamination.objects.visible_to(actor).filter(state=Reexamination.State.OPEN)
    rows = rows.select_related(
        "application__person", "application__item_version", "application__decision", "dispute__field"
    )
    return rows.order_by("due_on", "opened_at")


def looks_again(application: Application) -> list[Reexamination]:
    """Because of what was corrected of the values it rests on, and because its citizen asked; the newest first."""
    return _looks(of=application.pk)


_looks = Prepared(
    lambda: (
        Reexamination.objects.filter(application=Given("of"))
        .select_related("dispute__field", "dispute__department")
        .order_by("-opened_at")
    )
)


def appeal_of(application: Application) -> Reexamination | None:
    """复核: that its citizen asked to be looked at again. Nothing is asked of what was not refused."""
    if application.standing != State.REFUSED:
        return None
    return Reexamination.objects.filter(application=application, dispute=None).first()
