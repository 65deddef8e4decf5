"""Beginning: a draft of one item, and of one of its variants where it has some, for oneself."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.applications.errors import AlreadyUnderWay, UnknownVariant, VariantMissing
from services.applications.models import Application, State
from services.applications.models.application import UNDER_WAY
from services.catalogue.models import ItemVersion
from services.catalogue.variants import variants_of

STANDS_IN_THE_WAY = Q(state__in=UNDER_WAY) | Q(ended_as=State.APPROVED)


@action
def start(*, item_version_id: UUID, variant: str = "", actor: Actor, at: datetime) -> UUID:
    """The draft of this item and variant: the one there is, or a new one. `variant`: number, or code of 33 characters.

    Raises `AlreadyUnderWay` where the item is asked for once, `VariantMissing`, `UnknownVariant`.
    """
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    version = ItemVersion.objects.select_related("item").get(pk=item_version_id)
    number = number_of(version, variant)
    own = Application.objects.filter(person_id=actor.person_id, item_version__item=version.item)
    if version.content["once"] and (other := own.filter(STANDS_IN_THE_WAY).first()):
        raise AlreadyUnderWay(other.pk)
    draft = Application(
        person_id=actor.person_id,
        item_version=version,
        variant=number,
        competent_department_id=version.item.department_id,
        started_at=at,
    )
    Application.objects.bulk_create([draft], ignore_conflicts=True)  # two tabs at once end with one draft
    return own.values_list("pk", flat=True).get(state=State.DRAFT, item_version=version, variant=number)


def number_of(version: ItemVersion, variant: str) -> str:
    """The number of the variant, "" where there is none to choose. Raises `VariantMissing`, `UnknownVariant`: the code of one
    of another item's keeps its beginning, and is no number here."""
    there_are = variants_of(version.content)
    if there_are and not variant:
        raise VariantMissing
    number = variant.removeprefix(version.item.implementation_code)
    if number and number not in there_are:
        raise UnknownVariant(variant)
    return number
