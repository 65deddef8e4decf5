"""What a yes, a no and a "never again" do to an offer, for whoever says it: a page or a text message.

Inside the caller's transaction, on its locked row.
"""

from datetime import datetime, time
from uuid import UUID

from django.utils.timezone import get_default_timezone

from services.actions.actor import Actor
from services.events.outbox import publish
from services.ledger.entries import record
from services.offers.events import OfferAccepted
from services.offers.models import Ending, Offer, OptOut

FIRST_THING = time(8)  # nobody hears of a decision at midnight


def take(offer: Offer, channel: Offer.Channel, *, actor: Actor, at: datetime) -> None:
    """The yes is the application; it is sent on the day the right begins, not before."""
    begins = datetime.combine(offer.right_begins_on, FIRST_THING, get_default_timezone())
    offer.channel, offer.next_try_at = channel, max(begins, at)
    end(offer, Ending.ACCEPTED, actor=actor, at=at)
    publish(OfferAccepted(offer_id=offer.pk))


def end(offer: Offer, ending: Ending, *, actor: Actor, at: datetime) -> None:
    offer.ended_as, offer.ended_at = ending, at
    offer.save(update_fields=["ended_as", "ended_at", "channel", "next_try_at"])
    trace = {"offer": str(offer.pk), "as": ending, "channel": offer.channel, "actor": actor.key}
    record("offer_ended", {**trace, "at": at.isoformat()})


def switch_off(person_id: UUID, item_id: int | None, *, actor: Actor, at: datetime) -> None:
    """No more offers of this item, or of any (None), and those that are open end."""
    _, new = OptOut.objects.get_or_create(
        person_id=person_id, item_id=item_id, ended_at=None, defaults={"at": at}
    )
    if new:
        record("offers_switched_off", {"item": item_id, "actor": actor.key, "at": at.isoformat()})
    open_ = Offer.objects.select_for_update().filter(person_id=person_id, ended_as="")
    for offer in open_ if item_id is None else open_.filter(item_id=item_id):
        end(offer, Ending.SWITCHED_OFF, actor=actor, at=at)
