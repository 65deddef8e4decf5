"""No zero byte of a request reaches the database, whichever address it comes by: PostgreSQL has no text that holds one.

Every address gets one in its path, in every value of its query string, and in every field of its form or its JSON, from
somebody it answers. SQLite would keep what PostgreSQL refuses, so that a listener at the connection refuses it there too.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from portal.zero_bytes import names_with, without
from tests.rules.addresses import (
    ACCOUNT,
    DATA,
    DEPARTMENT,
    DESK,
    OWN,
    OWN_API,
    PERSON,
    PERSON_API,
    POLICY,
    ROUTES,
    allowed,
)
from tests.rules.callers import as_caseworker, as_citizen
from tests.rules.things import address

PORTAL = Path(__file__).resolve().parents[2] / "portal"
READ_BY_NAME = re.compile(r"""(?:(?:GET|POST)(?:\.get|\.getlist)?[(\[]|typed\(request, |row=)"(\w+)\"""")
READ_IN_A_LOOP = {
    "after",
    "before",
    "value",
    "item",
    "email",
    "phone",
    "department",
    "source",
    "given",
    "place",
}
NAMES = {
    name for each in PORTAL.rglob("*.py") for name in READ_BY_NAME.findall(each.read_text())
} | READ_IN_A_LOOP
HOSTILE = dict.fromkeys(sorted(NAMES), "a\0b")
CITIZENS, STAFF = {ACCOUNT, PERSON, OWN, PERSON_API, OWN_API}, {DESK: "CASEWORKER", DEPARTMENT: "CASEWORKER"}
OFFICERS = STAFF | {POLICY: "POLICY", DATA: "DATA"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def callers(world, django_db_blocker) -> dict[str, Client]:
    with django_db_blocker.unblock():
        staff = {role: as_caseworker("civil_affairs", role) for role in sorted(set(OFFICERS.values()))}
        return staff | {"citizen": as_citizen("wang_xiulan"), "": Client()}


@pytest.fixture
def strict() -> Iterator[None]:
    """A database that takes no zero byte, as PostgreSQL."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        texts = [each for each in params or () if isinstance(each, str)]
        assert not any("\0" in each or "\\u0000" in each for each in texts), (sql[:200], texts)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def caller(callers: dict[str, Client], route: str) -> Client:
    who = allowed(route)
    return callers["citizen" if who in CITIZENS else OFFICERS.get(who or "", "")]


@pytest.mark.parametrize("route", ROUTES)
def test_a_zero_byte_anywhere_is_no_fault_and_reaches_no_table(
    route, world, callers, strict, departments_stub
):
    client, path = caller(callers, route), address(route, world)
    answers = [
        client.get(path, HOSTILE),
        client.get(path + "\0"),
        client.post(path, HOSTILE | {"request_key": uuid4()}),
    ]
    if path.startswith("/api/"):
        body = json.dumps(
            HOSTILE | {"answers": {"a\0": "\0"}, "shown": {"\0": "\0"}, "\0": ["\0", {"\0": "\0"}]}
        )
        answers.append(client.post(path, body, "application/json", headers={"Idempotency-Key": str(uuid4())}))
    for answer in answers:
        assert answer.status_code < 500 or answer.status_code == 503, (route, answer.status_code)


def test_names_are_found_in_the_views():
    assert {"words", "reason", "request_key", "q", "region", "variant"} <= NAMES


class TestThePages:
    def test_what_was_typed_around_it_is_kept(self, world, callers):
        page = callers[""].get("/search/", {"q": "no\0thing of this"}).content.decode()
        assert 'value="nothing of this"' in page and "\0" not in page

    @pytest.mark.parametrize("path", ["/verify/1.2\0/x/", "/items/\0/", "/\0"])
    def test_an_address_with_one_leads_nowhere(self, world, callers, path):
        assert callers[""].get(path).status_code == 404


class TestTheApi:
    def test_it_is_refused_in_the_field_that_has_it(self, world, callers):
        answer = callers[""].get("/api/v1/items", {"name\0": "1"})
        assert answer.status_code == 422 and list(answer.json()["errors"]) == ["name"]

    def test_an_address_with_one_is_not_found_in_a_problem(self, world, callers):
        answer = callers[""].get("/api/v1/verification/code/1.2\0/x")
        assert answer.status_code == 404 and answer.json()["type"] == "/api/v1/problems/not-found"


class TestTheParts:
    def test_nothing_else_is_changed(self):
        given = QueryDict("a=1&a=2&b=&%E9%BE%84=%E9%AB%98")
        assert without(given) is given and names_with(given) == []

    def test_they_are_left_out_of_names_and_of_every_value(self):
        given = QueryDict("a=1%00&a=%002&b%00=c&d=%00")
        assert without(given) == QueryDict("a=1&a=2&b=c&d=") and names_with(given) == ["a", "b\0", "d"]

    def test_what_is_left_can_no_more_be_written_to(self):
        with pytest.raises(AttributeError):
            without(QueryDict("a=%00"))["a"] = "1"
