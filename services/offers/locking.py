"""The offer an act begins with: visible, locked, and still to be answered."""

from datetime import date
from uuid import UUID

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.offers.errors import OfferEnded
from services.offers.models import Ending, Offer


def own_offer(offer_id: UUID, actor: Actor) -> Offer:
    """The citizen's own row, locked until the commit. Raises `Denied`, on record."""
    if actor.role != Role.CITIZEN or actor.person_id is None:
        raise Denied("not_yours")
    found = Offer.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=offer_id).first()
    if found is None:
        raise Denied("not_yours")
    return found


def refuse_ended(offer: Offer, on: date) -> None:
    """Raises `OfferEnded`, also for one whose last day is over and which no pass has ended yet."""
    if offer.ended_as:
        raise OfferEnded(offer.ended_as)
    if offer.last_day < on:
        raise OfferEnded(Ending.EXPIRED)
