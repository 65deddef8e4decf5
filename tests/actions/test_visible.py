"""Reading as somebody by a statement that is kept for each role: everybody sees what the ORM would show them, and no more."""

from dataclasses import replace

import pytest

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.visible import Visible
from services.applications.models import Application
from services.prepared import Given
from tests.cast import begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ones = Visible(lambda anybody: Application.objects.visible_to(anybody).filter(pk=Given("key")))


@pytest.fixture
def chen(citizen):
    return citizen("chen_deming")


@pytest.fixture
def sent(chen):
    return send(begin(chen), chen)


def test_everybody_sees_what_the_orm_shows_them(sent, chen, citizen, caseworker):
    clerk, other = caseworker("civil_affairs"), caseworker("social_insurance")
    without_post, without_person = replace(clerk, department_id=None), replace(chen, person_id=None)
    seeing = {
        actor: ones(actor, key=sent.pk)
        for actor in (chen, citizen("wang_xiulan"), clerk, other, SYSTEM, without_post, without_person)
    }
    assert {actor for actor, rows in seeing.items() if rows} == {chen, clerk, SYSTEM}
    for actor, rows in seeing.items():
        assert rows == list(Application.objects.visible_to(actor).filter(pk=sent.pk)), actor


def test_the_first_of_none_is_nothing(sent, chen):
    assert ones.first(chen, key=sent.pk) == sent
    assert ones.first(Actor(Role.CITIZEN), key=sent.pk) is None
