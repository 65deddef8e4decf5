"""The data officer of civil affairs finds one request of another department when the demonstration begins."""

import pytest

from portal.demo.between_departments import ask_once
from portal.demo.sign_ins import STAFF
from services.actions.actor import Actor, Role
from services.catalogue.loading import load_base
from services.departments.models import Department, StaffMember
from services.people.models import User
from services.sharing.actions.ask_grant import answer_grant_request
from services.sharing.models import Grant, GrantRequest
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def officers(db) -> dict[str, Actor]:
    load_base()
    return {number: _officer(number) for number in ("rs2009", "mz1009")}


def _officer(number: str) -> Actor:
    code, name, role = STAFF[number]
    user = User.objects.create(username=number, kind=User.Kind.STAFF, is_staff=True)
    department = Department.objects.get(code=code)
    StaffMember.objects.create(user=user, department=department, name=name, role=role)
    return Actor(Role.STAFF, user_id=user.pk, department_id=department.pk)


def test_one_request_waits_and_starting_again_asks_no_second_time():
    for _ in range(2):
        ask_once(NOON)
    [asked] = GrantRequest.objects.open()
    assert (asked.consumer.code, asked.department.code) == ("social_insurance", "civil_affairs")
    assert not Grant.objects.filter(purpose=asked.purpose).exists()


def test_what_was_answered_stays_answered(officers):
    ask_once(NOON)
    asked = GrantRequest.objects.get()
    answer_grant_request(grant_request_id=asked.pk, granted=True, actor=officers["mz1009"], at=NOON)
    ask_once(NOON)
    assert GrantRequest.objects.get().state == GrantRequest.State.GRANTED
