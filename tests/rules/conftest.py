"""The world the addresses of the site are tried in."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.test import Client

from services.departments.models import StaffMember
from tests.cast import ITEMS, a_citizen, departments_answer, load_shipped
from tests.databases import standing_for_a_module
from tests.rules.callers import as_caseworker
from tests.rules.things import things_of

HOUSES = ("civil_affairs", "social_insurance")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, str]]:
    """The address values of things that belong to 王秀兰 and to civil affairs."""
    with standing_for_a_module(django_db_blocker):
        with departments_answer(tmp_path_factory.mktemp("world")):
            load_shipped(*ITEMS)
            things = things_of(a_citizen("wang_xiulan"))
        yield things


@pytest.fixture(scope="module")
def at_the_desk(world, django_db_blocker) -> Callable[..., Client]:
    """`at_the_desk("civil_affairs", "POLICY")`: a browser in which she has signed in. She did so once for the file."""
    with django_db_blocker.unblock():
        cookies = {key: as_caseworker(*key).cookies for key in product(HOUSES, StaffMember.Role.values)}

    def browser(department: str, role: str = StaffMember.Role.CASEWORKER) -> Client:
        client = Client()
        client.cookies.load({name: each.value for name, each in cookies[department, role].items()})
        return client

    return browser
