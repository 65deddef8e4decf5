"""Reading posts and departments."""

from collections.abc import Collection, Iterable

from services.departments.models import Department, Region, StaffMember
from services.prepared import Among, Given, Prepared
from services.texts import Text


def post_of(user_id: int) -> StaffMember | None:
    """The post of a caseworker, with its department."""
    return _post.first(user=user_id)


_post = Prepared(lambda: StaffMember.objects.select_related("department").filter(user=Given("user")))


def names_of(users: Collection[int]) -> list[tuple[int, str]]:
    """Account and name of those who have a post."""
    return _names(users=list(users)) if users else []


_names = Prepared(
    lambda: StaffMember.objects.filter(Among("user", Given("users"))).values_list("user", "name")
)


def region_name(code: str) -> Text | None:
    """Asked once for each address in a form; a form without one asks nothing."""
    return _region_name.first(code=code)


_region_name = Prepared(lambda: Region.objects.filter(code=Given("code")).values_list("name", flat=True))


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
