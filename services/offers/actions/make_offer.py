"""An offer is made, or withheld: either way that right of that person is not looked at again."""

import secrets
from datetime import date, datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.catalogue.models import ItemVersion
from services.events.outbox import publish
from services.ledger.entries import record
from services.offers.eligibility import last_day
from services.offers.events import OfferMade
from services.offers.models import Ending, Offer
from services.offers.queries import wants_none

DIGITS = 6


@action
def make_offer(
    *,
    person_id: UUID,
    item_version_id: UUID,
    right_begins_on: date,
    withheld: bool,
    actor: Actor,
    at: datetime,
) -> UUID | None:
    """Once for each right; nothing where it was switched off in the meantime."""
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    version = ItemVersion.objects.select_related("item").get(pk=item_version_id)
    if wants_none(person_id, version.item_id):
        return None
    offer = Offer(
        person_id=person_id,
        item_id=version.item_id,
        item_version=version,
        right_begins_on=right_begins_on,
        code=_free_code(),
        made_at=at,
        last_day=last_day(right_begins_on, version.content["offer"]),
        ended_as=Ending.WITHHELD if withheld else "",
        ended_at=at if withheld else None,
    )
    Offer.objects.bulk_create([offer], ignore_conflicts=True)  # two sweeps at once end with one offer
    if not Offer.objects.filter(pk=offer.pk).exists():
        return None
    body = {"offer": str(offer.pk), "item": version.item.code, "begins": right_begins_on.isoformat()}
    record("offer_withheld" if withheld else "offer_made", {**body, "at": at.isoformat()})
    if not withheld:
        publish(OfferMade(offer_id=offer.pk))
    return offer.pk


def _free_code() -> str:
    """Digits of no open offer. Should a twin take them before the commit, the next sweep makes the offer."""
    while True:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if not Offer.objects.filter(code=code, ended_as="").exists():
            return code
