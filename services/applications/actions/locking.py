"""Fetch and permission are one act: the row a write begins with."""

from uuid import UUID

from django.db.models import QuerySet

from services.actions.actor import Actor
from services.actions.errors import Denied
from services.actions.visible import Visible
from services.applications.deciding import IS_DISPUTED, OLDEST_VALUE
from services.applications.models import Application
from services.applications.replies import IS_AWAITING
from services.applications.switch import IS_STOPPED
from services.prepared import Given

# names for people, and what the item says, which every process remembers (catalogue/models.py)
NOT_READ = (
    "item_version__name",
    "item_version__content",
    "competent_department__name",
    "competent_department__short_name",
)


def locked(application_id: UUID, actor: Actor) -> Application:
    """The row, locked until the commit. What is not visible raises `Denied("not_visible")`, on record; pages say 404."""
    found = _visible.first(actor, application=application_id)
    if found is None:
        raise Denied("not_visible")
    return found


def _visible_to(anybody: Actor) -> "QuerySet[Application]":
    rows = Application.objects.visible_to(anybody).filter(pk=Given("application"))
    rows = rows.select_related("item_version__item", "competent_department").defer(*NOT_READ)
    rows = rows.annotate(
        automatic_is_stopped=IS_STOPPED,
        is_awaiting=IS_AWAITING,
        is_disputed=IS_DISPUTED,
        oldest_value_at=OLDEST_VALUE,
    )
    return rows.select_for_update(of=("self",))


_visible = Visible(_visible_to)
