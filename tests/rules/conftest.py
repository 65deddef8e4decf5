"""The world the addresses of the site are tried in."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import override_settings

from tests.cast import ITEMS, DepartmentsStub, a_citizen, load_shipped
from tests.databases import standing_for_a_module
from tests.rules.things import things_of


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, str]]:
    """The address values of things that belong to 王秀兰 and to civil affairs."""
    answering = SimpleNamespace()
    DepartmentsStub(tmp_path_factory.mktemp("world") / "people.json", answering)
    with standing_for_a_module(django_db_blocker):
        with override_settings(DEPARTMENT_ADDRESSES=answering.DEPARTMENT_ADDRESSES):
            load_shipped(*ITEMS)
            things = things_of(a_citizen("wang_xiulan"))
        yield things
