"""An approval that gives something month by month begins an entitlement, which is asked after from then on."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.aftercare.blocks import next_check, recheck_of
from services.aftercare.models import Entitlement
from services.aftercare.months import first_month
from services.applications.models import Application, Decision
from services.ledger.entries import record


@action
def begin_entitlement(*, application_id: UUID, actor: Actor, at: datetime) -> UUID | None:
    """None where the item does not say that it is asked after. The same again changes nothing."""
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    rows = Application.objects.select_related("item_version", "decision")
    application = rows.select_for_update(of=("self",)).get(pk=application_id)
    package = application.content
    if recheck_of(package) is None or application.decision.outcome != Decision.Outcome.APPROVED:
        return None
    if known := Entitlement.objects.filter(application=application).first():
        return known.pk
    decided_at = application.decision.at
    entitlement = Entitlement(
        id=uuid4(),
        application=application,
        amount_fen=application.decision.amount_fen,
        first_month=first_month(
            package["payment"]["starts"], localdate(application.submitted_at), localdate(decided_at)
        ),
        next_check_at=next_check(package, decided_at),
    )
    entitlement.save(force_insert=True)
    trace = {"entitlement": str(entitlement.pk), "application": str(application.pk), "at": at.isoformat()}
    record("entitlement_begun", trace)
    return entitlement.pk
