"""Who may sign in at a demonstration: nobody is the only one who could answer, and the terminal says who is who."""

from collections import Counter

import pytest
import yaml

from portal.demo.sign_ins import STAFF, citizens, sign_ins
from services.catalogue.loading import load_base
from services.catalogue.package import SHIPPED
from services.departments.models import Department, StaffMember
from services.people.models import User

ITEMS = sorted((SHIPPED / "items").glob("*.yaml"))
DATA = "DATA"


def test_every_department_with_an_item_has_two_who_can_decide():
    """Whoever decided does not answer a second look at it (services/aftercare/actions/reexamine.py)."""
    deciding = Counter(house for house, _, role in STAFF.values() if role != DATA)
    houses = {yaml.safe_load(item.read_text())["department"] for item in ITEMS}
    assert {house for house in houses if deciding[house] < 2} == set()


def test_every_department_with_a_data_officer_has_another():
    """A dispute about somebody's own kin is a colleague's."""
    officers = Counter(house for house, _, role in STAFF.values() if role == DATA)
    assert set(officers.values()) == {2} and len(officers) == 3


def test_no_two_share_a_name():
    assert len({name for _, name, _ in STAFF.values()}) == len(STAFF)


@pytest.mark.django_db
def test_the_terminal_says_where_each_works_and_the_citizens_door_names_none_of_them():
    load_base()
    user = User.objects.create(username="ga5010", kind=User.Kind.STAFF, is_staff=True)
    police = Department.objects.get(code="public_security")
    StaffMember.objects.create(user=user, department=police, name="苏航", role=DATA)
    [said] = sign_ins()
    assert (said.name, said.note) == ("苏航（办件台）", "公安局数据官 / Data officer, Police")
    assert citizens() == []
