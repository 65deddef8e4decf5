"""Fetch and permission are one act: the row a write begins with."""

from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.applications.deciding import IS_DISPUTED, OLDEST_VALUE
from services.applications.models import Application
from services.applications.replies import IS_AWAITING
from services.applications.switch import IS_STOPPED
from services.prepared import Given, Prepared

# names for people, and what the item says, which every process remembers (catalogue/models.py)
NOT_READ = (
    "item_version__name",
    "item_version__content",
    "competent_department__name",
    "competent_department__short_name",
)


def locked(application_id: UUID, actor: Actor) -> Application:
    """The row, locked until the commit. What is not visible raises `Denied("not_visible")`, on record; pages say 404."""
    found = _rows[actor.role](
        application=application_id, person=actor.person_id, department=actor.department_id
    )
    if not found:
        raise Denied("not_visible")
    return found[0]


def _visible_to(role: Role) -> "QuerySet[Application]":
    anybody = Actor(role, person_id=Given("person"), department_id=Given("department"))  # type: ignore[arg-type]
    rows = Application.objects.visible_to(anybody).filter(pk=Given("application"))
    rows = rows.select_related("item_version__item", "competent_department").defer(*NOT_READ)
    rows = rows.annotate(
        automatic_is_stopped=IS_STOPPED,
        is_awaiting=IS_AWAITING,
        is_disputed=IS_DISPUTED,
        oldest_value_at=OLDEST_VALUE,
    )
    return rows.select_for_update(of=("self",))


_rows = {role: Prepared(partial(_visible_to, role)) for role in Role}
