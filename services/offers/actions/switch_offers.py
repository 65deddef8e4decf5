"""Offers switched off, of one item or all, and on again."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.ledger.entries import record
from services.offers.answering import switch_off
from services.offers.models import OptOut


@action
def switch_offers_off(
    *, item_id: int | None, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """`item_id` None: no offers at all any more. Those that are open end. Raises `Denied`."""
    person_id = _person(actor)
    switch_off(person_id, item_id, actor=actor, at=at)
    return person_id


@action
def switch_offers_on(
    *, item_id: int | None, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Ends that very wish: who wants none at all still wants none of an item. Offers that ended stay ended."""
    person_id = _person(actor)
    if OptOut.objects.filter(person_id=person_id, item_id=item_id, ended_at=None).update(ended_at=at):
        record("offers_switched_on", {"item": item_id, "actor": actor.key, "at": at.isoformat()})
    return person_id


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    return actor.person_id
