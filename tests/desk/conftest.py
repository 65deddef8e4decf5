"""A department at its desk: `li` signed in with `client`, `he` beside her, and an application the rules left to people.

A file that wants them in nearly every test uses `standing_desk`: then they are made once for it, and a test finds them there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from services.applications.models import Application
from services.ledger.sealer import seal
from services.people.models import User
from tests.cast import departments_answer
from tests.databases import standing_for_a_module
from tests.desk.casework import a_colleague, an_application, open_for_business
from tests.desk.signing_in import sign_in


@dataclass(frozen=True)
class Desk:
    """`cookies`: of the browser 李文 has signed in with."""

    li: int
    cookies: dict[str, str]
    waiting: Any


@pytest.fixture(scope="module")
def standing_desk(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Desk]:
    with standing_for_a_module(django_db_blocker):
        open_for_business()
        li, browser = a_colleague("李文"), Client()
        sign_in(browser, li)
        with departments_answer(tmp_path_factory.mktemp("desk")):
            waiting = an_application("chen_deming").pk
        seal()  # however long the file takes, its log does not wait
        yield Desk(li.pk, {name: each.value for name, each in browser.cookies.items()}, waiting)


@pytest.fixture
def standing(request) -> Desk | None:
    return request.getfixturevalue("standing_desk") if "standing_desk" in request.fixturenames else None


@pytest.fixture
def at_work(db, departments_stub, standing):
    cache.clear()
    if standing is None:
        open_for_business()


@pytest.fixture
def li(at_work, client, standing):
    if standing:
        client.cookies.load(standing.cookies)
        return User.objects.get(pk=standing.li)
    user = a_colleague("李文")
    sign_in(client, user)
    return user


@pytest.fixture
def he(at_work):
    return a_colleague("何芳")


@pytest.fixture
def his_client(he):
    client = Client()
    sign_in(client, he)
    return client


@pytest.fixture
def waiting(at_work, standing):
    """陈德明's, whose residence is not clear."""
    return Application.objects.get(pk=standing.waiting) if standing else an_application("chen_deming")
