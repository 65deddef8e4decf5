"""What the portal itself does with offers: those nobody answered expire, those accepted have been sent."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.ledger.entries import record
from services.offers.answering import end
from services.offers.models import Ending, Offer


@action
def expire_offer(*, offer_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Silence is no application. An offer that was answered in this very moment stays as it was answered."""
    offer = _locked(offer_id, actor)
    if not offer.ended_as and offer.last_day < localdate(at):
        end(offer, Ending.EXPIRED, actor=actor, at=at)
    return offer.pk


@action
def conclude_offer(*, offer_id: UUID, application_id: UUID, actor: Actor, at: datetime) -> UUID:
    """The application has been sent, by this offer or by the citizen in the meantime."""
    offer = _locked(offer_id, actor)
    if offer.ended_as == Ending.ACCEPTED and offer.application_id is None:
        offer.application_id, offer.next_try_at = application_id, None
        offer.save(update_fields=["application", "next_try_at"])
        body = {"offer": str(offer.pk), "application": str(application_id)}
        record("offer_concluded", {**body, "at": at.isoformat()})
    return offer.pk


def _locked(offer_id: UUID, actor: Actor) -> Offer:
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    return Offer.objects.select_for_update(of=("self",)).get(pk=offer_id)
