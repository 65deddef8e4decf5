"""What follows after an approval and after its end. Each handler does at most one act and may be repeated."""

from uuid import UUID

from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.actions.reexamine import find_dependants
from services.aftercare.actions.spot_check import open_check
from services.aftercare.events import EntitlementEnded
from services.aftercare.looking_on import look_on
from services.aftercare.models import Ending, ShadowRun
from services.applications.events import ApplicationDecided, ApplicationReceived
from services.applications.models import Decision
from services.certificates.actions.cancel import cancel
from services.sharing.events import DisputeSettled


def take_on(event: ApplicationDecided) -> None:
    if event.outcome == Decision.Outcome.APPROVED:
        begin_entitlement(application_id=event.application_id, actor=SYSTEM, at=now())


def draw_check(event: ApplicationDecided) -> None:
    open_check(application_id=event.application_id, actor=SYSTEM, at=now())


def try_on_received(event: ApplicationReceived) -> None:
    _let_shadows_look(event.application_id)


def try_on_decided(event: ApplicationDecided) -> None:
    _let_shadows_look(event.application_id)


def _let_shadows_look(application_id: UUID) -> None:
    """Versions that look on are compared once: the rows are added, or are there already."""
    ShadowRun.objects.bulk_create(look_on(application_id), ignore_conflicts=True)


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


def look_for_dependants(event: DisputeSettled) -> None:
    """Whatever rests on a value that was corrected; the register is asked again by a job (rereading.py)."""
    find_dependants(dispute_id=event.dispute_id, actor=SYSTEM, at=now())
