"""The caseworker who asks, as the law wants to know them. The citizen themself and machines are nobody's officer."""

from datetime import datetime
from uuid import UUID

from services.actions.actor import Actor, Role
from services.departments.models import Department, StaffMember
from services.people.models import Person
from services.sharing.decision import Officer
from services.sharing.inquiry import Occasion
from services.sharing.models import Recusal
from services.sharing.standings import Standing

ANSWER_FOR_REGISTERS = {
    StaffMember.Role.SUPERVISOR,
    StaffMember.Role.DATA,
}  # who speaks for a department's data
CONCERNED = "concerned"  # the reason of every refusal to whoever has stepped back
READERS = {StaffMember.Role.CASEWORKER, StaffMember.Role.SUPERVISOR}


def officer(occasion: Occasion, standing: Standing | None) -> Officer | None:
    """None for whoever is not a caseworker. A caseworker without a post is one who is not on duty."""
    actor = occasion.actor
    if actor.role != Role.STAFF:
        return None
    post = StaffMember.objects.select_related("user", "department").filter(user=actor.user_id).first()
    home = post.department if post else None
    return Officer(
        on_duty=post is not None and post.user.is_active,
        of_department=home is not None and (_is_consumer(home, occasion) or _is_at_work(home, standing)),
        of_region=home is not None and (not standing or not standing.regions or _near(home, standing)),
        role_reads=post is not None and post.role in READERS,
        concerned=is_concerned(actor.user_id, occasion.subject.id_no),
        second_factor_at=actor.second_factor_at,
    )


def _is_consumer(home: Department, occasion: Occasion) -> bool:
    return home.code == occasion.purpose.consumer


def _is_at_work(home: Department, standing: Standing | None) -> bool:
    return standing is not None and home.pk in standing.departments


def _near(home: Department, standing: Standing) -> bool:
    return home.region_id in standing.regions


def concerned_numbers(user_id: int | None) -> set[str]:
    """Identity numbers of those whose data this officer does not read. Mostly none."""
    return {each.id_no for each in Recusal.objects.filter(user=user_id)}


def is_concerned(user_id: int | None, id_no: str) -> bool:
    """回避 (公务员法, article 76): themself, or kin they have named."""
    return Recusal.objects.filter(user=user_id, id_no_index=id_no).exists()


def avoid(user_id: int, id_no: str, *, at: datetime) -> None:
    Recusal.objects.create(user_id=user_id, id_no=id_no, named_at=at)


def avoided(actor: Actor) -> set[UUID]:
    """The persons behind `concerned_numbers`, as far as the portal knows them."""
    numbers = concerned_numbers(actor.user_id) if actor.role == Role.STAFF else set()
    if not numbers:
        return set()
    return set(Person.objects.filter(id_no_index__in=numbers).values_list("pk", flat=True))
