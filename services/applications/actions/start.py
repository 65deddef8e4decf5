"""Beginning: a draft of one item for oneself."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.applications.errors import AlreadyUnderWay
from services.applications.models import Application, State
from services.applications.models.application import UNDER_WAY
from services.catalogue.models import ItemVersion

STANDS_IN_THE_WAY = Q(state__in=UNDER_WAY) | Q(ended_as=State.APPROVED)


@action
def start(*, item_version_id: UUID, actor: Actor, at: datetime) -> UUID:
    """The draft of this item: the one there is, or a new one. Raises `AlreadyUnderWay` where the item is asked for once."""
    if actor.person_id is None:
        raise Denied("person_not_confirmed")
    version = ItemVersion.objects.select_related("item").get(pk=item_version_id)
    own = Application.objects.filter(person_id=actor.person_id, item_version__item=version.item)
    if version.content["once"] and (other := own.filter(STANDS_IN_THE_WAY).first()):
        raise AlreadyUnderWay(other.pk)
    draft = Application(
        person_id=actor.person_id,
        item_version=version,
        competent_department_id=version.item.department_id,
        started_at=at,
    )
    Application.objects.bulk_create([draft], ignore_conflicts=True)  # two tabs at once end with one draft
    return own.values_list("pk", flat=True).get(state=State.DRAFT, item_version=version)
