"""同意: one tap is the application."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor
from services.offers.answering import take
from services.offers.locking import own_offer, refuse_ended
from services.offers.models import Ending, Offer


@action
def accept_offer(*, offer_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """On the offer's page. Accepting what is accepted changes nothing. Raises `OfferEnded`, `Denied`."""
    offer = own_offer(offer_id, actor)
    if offer.ended_as != Ending.ACCEPTED:
        refuse_ended(offer, localdate(at))
        take(offer, Offer.Channel.PAGE, actor=actor, at=at)
    return offer.pk
