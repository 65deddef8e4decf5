"""Fetch and permission are one act: the row a write begins with."""

from uuid import UUID

from services.actions.actor import Actor
from services.actions.errors import Denied
from services.applications.models import Application


def locked(application_id: UUID, actor: Actor) -> Application:
    """The row, locked until the commit. What is not visible raises `Denied("not_visible")`, on record; pages say 404."""
    rows = Application.objects.visible_to(actor).select_related(
        "item_version__item", "item_version__purpose", "competent_department", "person"
    )
    try:
        return rows.select_for_update(of=("self",)).get(pk=application_id)
    except Application.DoesNotExist:
        raise Denied("not_visible") from None
