"""Posts and departments."""

import pytest

from services.departments.models import StaffMember
from services.departments.queries import post_of, short_names, supervises
from services.people.models import User
from tests.desk.signing_in import a_clerk, a_department

pytestmark = pytest.mark.django_db
SUPERVISOR = StaffMember.Role.SUPERVISOR


def test_a_clerk_has_a_post_and_a_citizen_none(django_assert_num_queries):
    clerk = a_clerk()
    with django_assert_num_queries(1):
        assert post_of(clerk.pk).department.code == "civil_affairs"
    assert post_of(User.objects.create_user("zhang").pk) is None


def test_a_supervisor_supervises_colleagues_and_nobody_else():
    chief, clerk = a_clerk("ym0009", role=SUPERVISOR), a_clerk()
    elsewhere = a_clerk("gj0001", department=a_department("public_security"))
    assert supervises(chief.pk, clerk.pk)
    assert not supervises(chief.pk, elsewhere.pk)
    assert not supervises(chief.pk, chief.pk)
    assert not supervises(clerk.pk, chief.pk)
    assert not supervises(chief.pk, User.objects.create_user("zhang").pk)


def test_names_come_in_the_order_of_the_codes_and_unknown_codes_have_none():
    a_department("public_security")
    a_department("civil_affairs")
    names = short_names(["public_security", "nowhere", "civil_affairs"])
    assert len(names) == 2 and all(name["zh"] for name in names)
    assert short_names([]) == []
