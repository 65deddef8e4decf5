"""The day a right begins: what was accepted is applied for, with the data of that day, and decided like any application.

Remote first, outside any transaction; each step is an act of its own and may be repeated. Any number of workers may run
it: each claims by a counted update. The application is of the version that was offered, for that is what was accepted.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.actor import SYSTEM, Actor
from services.actions.errors import DomainError
from services.applications.actions.start import start
from services.applications.actions.submit import submit
from services.applications.errors import AlreadySubmitted, AlreadyUnderWay
from services.applications.gathering import gather
from services.applications.models import Application
from services.applications.opening import known_values
from services.applications.shown import versions
from services.events.transactions import refuse_inside_transaction
from services.offers.actions.close_offer import conclude_offer, expire_offer
from services.offers.models import Offer
from services.offers.queries import citizen_of

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
AT_ONCE = 50


def send_accepted(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Returns how many were tried."""
    refuse_inside_transaction("a department")
    due = Offer.objects.filter(next_try_at__lte=at)
    tried = 0
    for offer in due.order_by("next_try_at")[:limit]:
        if due.filter(pk=offer.pk).update(next_try_at=at + LEASE):
            tried += 1
            _send(offer, at)
    return tried


def expire_unanswered(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Silence changes nothing but this. Returns how many."""
    over = Offer.objects.filter(ended_as="", last_day__lt=localdate(at))
    ids = list(over.values_list("pk", flat=True)[:limit])
    for offer_id in ids:
        expire_offer(offer_id=offer_id, actor=SYSTEM, at=at)
    return len(ids)


def _send(offer: Offer, at: datetime) -> None:
    """One that fails is logged and tried again after the lease; the others go on."""
    actor = citizen_of(offer.person_id)
    if actor is None:
        return log.warning("offer %s: nobody's account belongs to its person", offer.pk)
    try:
        application_id = _apply(offer, actor, at)
    except DomainError as error:
        return log.warning("offer %s could not be applied for: %s", offer.pk, type(error).__name__)
    conclude_offer(offer_id=offer.pk, application_id=application_id, actor=SYSTEM, at=at)
    return None


def _apply(offer: Offer, actor: Actor, at: datetime) -> UUID:
    """Whatever is under way or approved already is the one that was wanted."""
    try:
        draft = start(item_version_id=offer.item_version_id, actor=actor, at=at)
        gather(draft, actor=actor, at=at)
        shown = versions(known_values(Application.objects.get(pk=draft)))
        return submit(application_id=draft, answers={}, shown=shown, actor=actor, at=at)
    except AlreadyUnderWay as error:
        return error.application_id
    except AlreadySubmitted:  # in another tab, in this very moment
        return draft
