"""不要了: this offer is put aside. Applying later stays possible."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor
from services.offers.answering import end
from services.offers.locking import own_offer, refuse_ended
from services.offers.models import Ending


@action
def decline_offer(*, offer_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Raises `OfferEnded`, `Denied`."""
    offer = own_offer(offer_id, actor)
    if offer.ended_as != Ending.DECLINED:
        refuse_ended(offer, localdate(at))
        end(offer, Ending.DECLINED, actor=actor, at=at)
    return offer.pk
