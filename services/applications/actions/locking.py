"""Fetch and permission are one act: the row a write begins with."""

from uuid import UUID

from services.actions.actor import Actor
from services.actions.errors import Denied
from services.applications.models import Application

# names for people, and what the item says, which every process remembers (catalogue/models.py)
NOT_READ = (
    "item_version__name",
    "item_version__content",
    "competent_department__name",
    "competent_department__short_name",
)


def locked(application_id: UUID, actor: Actor) -> Application:
    """The row, locked until the commit. What is not visible raises `Denied("not_visible")`, on record; pages say 404."""
    rows = Application.objects.visible_to(actor).select_related("item_version__item", "competent_department")
    try:
        return rows.defer(*NOT_READ).select_for_update(of=("self",)).get(pk=application_id)
    except Application.DoesNotExist:
        raise Denied("not_visible") from None
