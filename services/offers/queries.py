"""Reading offers and wishes."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from services.actions.actor import Actor, Role
from services.offers.models import Offer, OptOut
from services.people.models import User


def offers_of(actor: Actor) -> QuerySet[Offer]:
    """A citizen's own, with what a page shows."""
    rows = Offer.objects.visible_to(actor)
    return rows.select_related("item__department", "item_version__purpose", "person", "application")


def open_of(people: Collection[UUID], on: date) -> QuerySet[Offer]:
    """What these people may still answer. `on`: today."""
    return Offer.objects.open(on).filter(person__in=people)


def wants_none(person_id: UUID, item_id: int) -> bool:
    wishes = OptOut.objects.filter(Q(item=None) | Q(item_id=item_id), person_id=person_id, ended_at=None)
    return wishes.exists()


def switched_off(person_id: UUID) -> QuerySet[OptOut]:
    """The wishes that hold, the one for everything first."""
    rows = OptOut.objects.filter(person_id=person_id, ended_at=None).select_related("item")
    return rows.order_by("item_id")


def citizen_of(person_id: UUID) -> Actor | None:
    """The person as who acts; None where nobody's account belongs to them any more."""
    user = User.objects.filter(person_id=person_id, is_active=True).first()
    return Actor(Role.CITIZEN, user_id=user.pk, person_id=person_id) if user else None
