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
from services.prepared import Given, Prepared

STANDS_IN_THE_WAY = Q(state__in=UNDER_WAY) | Q(ended_as=State.APPROVED)
_OWN = {"person": Given("person"), "item_version__item": Given("item")}
_version = Prepared(
    lambda: ItemVersion.objects.select_related("item").defer("content").filter(pk=Given("key"))
)
_in_the_way = Prepared(
    lambda: Application.objects.filter(STANDS_IN_THE_WAY, **_OWN).order_by("pk").values_list("pk", flat=True)
)
_draft = Prepared(
    lambda: Application.objects.filter(
        **_OWN, state=State.DRAFT, item_version=Given("version"), variant=Given("variant")
    ).values_list("pk", flat=True)
)


@action
def start(*, item_version_id: UUID, variant: str = "", actor: Actor, at: datetime) -> UUID:
    """The draft of this item and variant: the one there is, or a new one. `variant`: number, or code of 33 characters.

    Raises `AlreadyUnderWay` where the item is asked for once, `VariantMissing`, `UnknownVariant`.
    """
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    [version] = _version(key=item_version_id)
    number, own = number_of(version, variant), {"person": actor.person_id, "item": version.item_id}
    if version.content["once"] and (other := _in_the_way.first(**own)):
        raise AlreadyUnderWay(other)
    draft = Application(
        person_id=actor.person_id,
        item_version=version,
        variant=number,
        competent_department_id=version.item.department_id,
        started_at=at,
    )
    Application.objects.bulk_create([draft], ignore_conflicts=True)  # two tabs at once end with one draft
    [found] = _draft(**own, version=version.pk, variant=number)
    return found


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
