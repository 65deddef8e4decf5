"""The stop switch of an item (秒批停用): how it stands, and who may turn it.

The answer travels with the row that every write locks (actions/locking.py), so that `submit` asks nothing more for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import BooleanField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.applications.models import Application, SwitchTurn
from services.catalogue.models import ServiceItem
from services.departments.models import StaffMember
from services.departments.queries import post_of
from services.prepared import Given, Prepared

STOPPED = "M00_STOPPED"  # in place of the code of the row that would have approved

_last_turn = SwitchTurn.objects.filter(item=OuterRef("item_version__item")).order_by("-number")
IS_STOPPED = Coalesce(Subquery(_last_turn.values("stopped")[:1]), Value(False), output_field=BooleanField())


def is_stopped(application: Application) -> bool:
    """As the locked row tells it; whoever holds another row asks."""
    told = vars(application).get("automatic_is_stopped")
    if told is None:
        told = Application.objects.filter(pk=application.pk).values_list(IS_STOPPED, flat=True).get()
    return bool(told)


def turns_of(item: ServiceItem) -> QuerySet[SwitchTurn]:
    """The latest first."""
    return SwitchTurn.objects.filter(item=item).order_by("-number")


def turns_by_item(items: Iterable[ServiceItem], most: int) -> dict[int, list[SwitchTurn]]:
    """Of many items at once: item id -> its latest turns, the last first."""
    found: dict[int, list[SwitchTurn]] = defaultdict(list)
    for turn in SwitchTurn.objects.filter(item__in=items).order_by("item", "-number"):
        if len(found[turn.item_id]) < most:
            found[turn.item_id].append(turn)
    return found


def stopped_since(item: ServiceItem) -> datetime | None:
    last = _latest.first(of=item.pk)
    return last.at if last and last.stopped else None


_latest = Prepared(lambda: SwitchTurn.objects.filter(item=Given("of")).order_by("-number")[:1])


def authorise(item: ServiceItem, actor: Actor) -> None:
    """Raises `Denied` with the code of the reason; the action records it."""
    supervised = supervised_by(actor)
    if supervised is None:
        raise Denied("not_a_supervisor")
    if supervised != item.department_id:
        raise Denied("other_department")


def supervised_by(actor: Actor) -> int | None:
    """The department whose switches this actor may turn."""
    post = post_of(actor.user_id) if actor.role == Role.STAFF and actor.user_id is not None else None
    return post.department_id if post and post.role == StaffMember.Role.SUPERVISOR else None
