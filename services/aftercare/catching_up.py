"""Approvals from before anybody asked after them: they begin as all others do, once, and are asked after from then on."""

from datetime import datetime

from services.actions.actor import SYSTEM
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.blocks import recheck_of
from services.applications.models import Application, Decision
from services.catalogue.models import ItemVersion


def catch_up(*, at: datetime) -> int:
    """How many entitlements were missing and are there now. May be repeated, and run beside the relay."""
    asked_after = [each.pk for each in ItemVersion.objects.all() if recheck_of(each.content)]
    missing = Application.objects.filter(
        item_version__in=asked_after,
        decision__outcome=Decision.Outcome.APPROVED,
        entitlement=None,
        ended_as=Decision.Outcome.APPROVED,  # not what was taken back since
    )
    keys = list(missing.values_list("pk", flat=True))
    for key in keys:
        begin_entitlement(application_id=key, actor=SYSTEM, at=at)
    return len(keys)
