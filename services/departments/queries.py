"""Reading posts and departments."""

from collections.abc import Iterable

from services.departments.models import Department, StaffMember
from services.texts import Text


def post_of(user_id: int) -> StaffMember | None:
    """The post of a caseworker, with its department."""
    return StaffMember.objects.select_related("department").filter(user=user_id).first()


def supervises(supervisor_id: int, user_id: int) -> bool:
    """Whether the first is a supervisor in the department of the second. Nobody supervises themself."""
    if supervisor_id == user_id:
        return False
    chief = StaffMember.objects.filter(user=supervisor_id, role=StaffMember.Role.SUPERVISOR)
    return StaffMember.objects.filter(user=user_id, department__in=chief.values("department")).exists()


def short_names(codes: Iterable[str]) -> list[Text]:
    """What people call these departments, in the order of their codes."""
    return list(
        Department.objects.filter(code__in=codes).order_by("code").values_list("short_name", flat=True)
    )
