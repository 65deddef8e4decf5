"""Who asks, and for whom: from the session's actor, the same in the request, in the signed headers and in the source's log."""

import pytest

from services.actions.actor import SYSTEM, Actor, Role
from services.sharing.askers import NOBODY, asker
from services.sharing.fetch import Subject, fetch
from services.sharing.inquiry import Occasion
from services.sharing.models import DataRequest
from services.sharing.port import Asker
from services.sharing.providers.envelope import QUESTION
from services.simulators.seals import QUESTION as HEARD
from tests.sharing.conftest import AT, citizen, clerk, source, staff_of


@pytest.fixture
def asks(allowance, wang):
    subject = Subject(wang.name, wang.id_no, wang.pk)
    return lambda actor: asker(Occasion(allowance, subject, source(), {}, AT, actor))


class TestWhoAsks:
    def test_the_person_asks_for_themself(self, asks, wang):
        assert asks(citizen(wang)) == Asker("citizen", "")

    def test_whoever_acts_for_the_person_says_so(self, asks, li):
        assert asks(citizen(li)) == Asker("citizen", "subject")

    def test_whoever_proves_who_they_are_asks_about_themself(self, asks):
        assert asks(Actor(Role.CITIZEN, user_id=3)) == Asker("citizen", "")

    def test_a_caseworker_has_a_number_and_asks_for_their_department(self, asks):
        assert asks(clerk("civil_affairs")) == Asker("officer:clerk-civil_affairs", "civil_affairs")

    def test_the_department_is_that_of_the_post_whatever_the_session_says(self, asks):
        said = clerk("civil_affairs")
        elsewhere = Actor(Role.STAFF, said.user_id, department_id=staff_of("public_security").department_id)
        assert asks(elsewhere).represented == "civil_affairs"

    def test_a_caseworker_without_a_post_is_nobody(self, asks):
        assert asks(staff_of("civil_affairs")) == NOBODY

    def test_a_program_asks_for_whoever_the_purpose_is_for(self, asks, allowance):
        assert asks(SYSTEM) == Asker("system", allowance.consumer)


@pytest.mark.processes
def test_the_department_is_told_what_the_request_says(allowance, departments, wang):
    """What was written before sending, and what the source heard under our signature, are the same."""
    subject = Subject(wang.name, wang.id_no, wang.pk)
    herself = citizen(wang)
    for actor in (herself, SYSTEM):
        fetch(
            purpose=allowance,
            subject=subject,
            source=source(),
            departments=["civil_affairs"],
            actor=actor,
            at=AT,
        )
    heard = {each["id"]: (each["user"], each["represented"]) for each in departments.calls("civil_affairs")}
    written = {str(row.pk): (row.actor, row.represented) for row in DataRequest.objects.all()}
    users = {"citizen": herself.key, "system": "SYSTEM"}
    assert {call: (users[user], whom) for call, (user, whom) in heard.items()} == written


def test_both_sides_sign_who_asks_and_for_whom():
    assert list(QUESTION) == HEARD
    assert {"Gw-User", "Gw-Represented"} <= set(HEARD)
