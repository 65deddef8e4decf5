"""Who may see what, for every address of the site: the table of addresses.py, and a machine that walks it.

Each is tried with GET and POST by everybody: nobody signed in, somebody who has not proved who they are, the owner,
another citizen, a caseworker of the competent department, a caseworker of another one.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from services.actions.actor import Actor, Role
from services.applications.models import Application, Decision, Move
from services.enquiries.models import Line
from tests.desk.signing_in import a_clerk
from tests.rules.addresses import (
    ACCOUNT,
    ANYONE,
    DATA,
    DEPARTMENT,
    DESK,
    OWN,
    OWN_API,
    PERSON,
    PERSON_API,
    POLICY,
    ROUTES,
    WHO,
    allowed,
)
from tests.rules.callers import as_citizen
from tests.rules.things import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]


def test_every_address_says_for_whom_it_is():
    assert [route for route in ROUTES if allowed(route) is None] == []


def test_no_line_of_the_table_is_left_over():
    assert [route for route in WHO if route not in ROUTES] == []


def tries(client: Client, path: str) -> list[Any]:
    """One GET, and one POST that carries whatever an act could want."""
    if path.startswith("/api/"):
        body = {"answers": {}, "shown": {}, "words": "x", "level": 5}
        headers = {"Idempotency-Key": str(uuid4())}
        return [client.get(path), client.post(path, body, "application/json", headers=headers)]
    body = {"request_key": str(uuid4()), "outcome": "REFUSED", "reason": "x", "words": "x"}
    return [client.get(path), client.post(path, body)]


def is_sent_to(answer: Any, page: str) -> bool:
    return answer.status_code == 302 and answer.url.startswith(page)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {ACCOUNT, PERSON, OWN}])
def test_pages_of_citizens_are_closed_to_strangers_and_caseworkers(route, world, at_the_desk):
    path = address(route, world)
    for client in (Client(), at_the_desk("civil_affairs")):
        for answer in tries(client, path):
            assert is_sent_to(answer, "/accounts/login/"), (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {PERSON, OWN}])
def test_pages_of_a_person_lead_the_unproven_to_the_proof(route, world):
    for answer in tries(as_citizen(None), address(route, world)):
        assert is_sent_to(answer, "/me/proof/"), (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == OWN])
def test_what_belongs_to_somebody_else_is_not_there(route, world, citizen):
    citizen("li_jianguo")
    before = (Move.objects.count(), Line.objects.count())
    for answer in tries(as_citizen("li_jianguo"), address(route, world)):
        assert answer.status_code in {404, 405}, (route, answer.status_code)
    assert (Move.objects.count(), Line.objects.count()) == before


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {ACCOUNT, PERSON, OWN}])
def test_the_owner_gets_an_answer_and_never_a_fault(route, world):
    for answer in tries(as_citizen("wang_xiulan"), address(route, world)):
        assert answer.status_code in {200, 302, 404, 405, 409, 422, 503}, (route, answer.status_code)
        assert not is_sent_to(answer, "/accounts/login/")


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {DESK, DEPARTMENT, POLICY, DATA}])
def test_the_desk_is_closed_to_everybody_without_a_second_factor(route, world):
    path = address(route, world)
    password_only = Client()
    password_only.force_login(a_clerk("half"), backend="portal.identity.doors.StaffDoor")
    for client in (Client(), as_citizen("wang_xiulan"), password_only):
        for answer in tries(client, path):
            assert answer.status_code in {302, 403, 404, 405}, (route, answer.status_code)
            assert answer.status_code != 302 or answer.url.startswith("/desk/login/"), (route, answer.url)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == DEPARTMENT])
def test_another_department_finds_nothing(route, world, at_the_desk):
    """An act's address leads to its application by GET, which is not there either."""
    before = (Move.objects.count(), Line.objects.count())
    client, path = at_the_desk("social_insurance"), address(route, world)
    _, posted = tries(client, path)
    for answer in (client.get(path, follow=True), posted):
        assert answer.status_code == 404, (route, answer.status_code)
    assert (Move.objects.count(), Line.objects.count()) == before


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {DESK, DEPARTMENT}])
def test_the_competent_department_gets_an_answer_and_never_a_fault(route, world, at_the_desk):
    for answer in tries(at_the_desk("civil_affairs"), address(route, world)):
        assert answer.status_code in {200, 302, 404, 405, 409, 422}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == POLICY])
def test_rules_are_there_for_policy_officers_of_their_department_alone(route, world, at_the_desk):
    path = address(route, world)
    for answer in tries(at_the_desk("civil_affairs"), path):
        assert answer.status_code == 404, (route, answer.status_code)
    if "<uuid:pk>" in route:
        for answer in tries(at_the_desk("social_insurance", "POLICY"), path):
            assert answer.status_code == 404, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == POLICY])
def test_a_policy_officer_gets_an_answer_and_never_a_fault(route, world, at_the_desk):
    client = at_the_desk("civil_affairs", "POLICY")
    for answer in tries(client, address(route, world)):
        assert answer.status_code in {200, 302, 409, 422}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == DATA])
def test_the_data_are_there_for_data_officers_of_their_department_alone(route, world, at_the_desk):
    path = address(route, world)
    for answer in tries(at_the_desk("civil_affairs"), path):
        assert answer.status_code == 404, (route, answer.status_code)
    if "<uuid:pk>" in route:
        for answer in tries(at_the_desk("social_insurance", "DATA"), path):
            assert answer.status_code == 404, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == DATA])
def test_a_data_officer_gets_an_answer_and_never_a_fault(route, world, at_the_desk):
    client = at_the_desk("civil_affairs", "DATA")
    for answer in tries(client, address(route, world)):
        assert answer.status_code in {200, 302, 409, 422}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {PERSON_API, OWN_API}])
def test_the_api_is_closed_to_strangers_caseworkers_and_the_unproven(route, world, at_the_desk):
    path = address(route, world)
    for client in (Client(), at_the_desk("civil_affairs"), as_citizen(None)):
        for answer in tries(client, path):
            assert answer.status_code in {401, 403, 405}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == OWN_API])
def test_by_the_api_too_what_belongs_to_somebody_else_is_not_there(route, world, citizen):
    citizen("li_jianguo")
    for answer in tries(as_citizen("li_jianguo"), address(route, world)):
        assert answer.status_code in {404, 405}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == ANYONE])
def test_what_anyone_may_see_asks_nobody_to_sign_in(route, world):
    for answer in tries(Client(), address(route, world)):
        assert answer.status_code < 500 and not is_sent_to(answer, "/accounts/login/"), (
            route,
            answer.status_code,
        )


def test_nothing_moves_by_a_get(world, at_the_desk):
    before = Move.objects.count(), Application.objects.count()
    for client in (as_citizen("wang_xiulan"), at_the_desk("civil_affairs")):
        for route in ROUTES:
            if allowed(route) in {OWN, DEPARTMENT}:
                client.get(address(route, world))
    assert (Move.objects.count(), Application.objects.count()) == before


def test_an_actor_without_a_person_sees_no_application(world):
    assert not Application.objects.visible_to(Actor(Role.CITIZEN)).exists()
