"""The world the addresses of the site are tried in."""

from collections.abc import Iterator

import pytest

from tests.cast import ITEMS, a_citizen, departments_answer, load_shipped
from tests.databases import standing_for_a_module
from tests.rules.things import things_of


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, str]]:
    """The address values of things that belong to 王秀兰 and to civil affairs."""
    with standing_for_a_module(django_db_blocker):
        with departments_answer(tmp_path_factory.mktemp("world")):
            load_shipped(*ITEMS)
            things = things_of(a_citizen("wang_xiulan"))
        yield things
