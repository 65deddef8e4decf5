"""What follows after an approval and after its end. Each handler does at most one act and may be repeated."""

from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.actions.spot_check import open_check
from services.aftercare.events import EntitlementEnded
from services.aftercare.models import Ending
from services.applications.events import ApplicationDecided
from services.applications.models import Decision
from services.certificates.actions.cancel import cancel


def take_on(event: ApplicationDecided) -> None:
    if event.outcome == Decision.Outcome.APPROVED:
        begin_entitlement(application_id=event.application_id, actor=SYSTEM, at=now())


def draw_check(event: ApplicationDecided) -> None:
    open_check(application_id=event.application_id, actor=SYSTEM, at=now())


def end_certificate(event: EntitlementEnded) -> None:
    """注销 where it is over, 撤销 where it should not have been given: whoever checks the certificate reads which."""
    ending = Ending.objects.select_related("application").get(pk=event.ending_id)
    cancel(
        source=ending.application.source,
        reason=ending.reason,
        revoked=ending.kind == Ending.Kind.REVOKED,
        actor=SYSTEM,
        at=now(),
    )
