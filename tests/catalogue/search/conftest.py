"""The index of the items that ship, and of a small directory beside them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.catalogue.search.finding import find
from services.catalogue.search.indexing import index
from services.catalogue.search.keeping import index_catalogue
from services.catalogue.search.models import Entry
from services.catalogue.search.searchable import Searchable

DAY = date(2026, 11, 23)


@pytest.fixture
def indexed(catalogue: None) -> None:
    index_catalogue()


def thing(code: str, name: str, *more: str, **values: Any) -> Searchable:
    """A line of a directory: its name, and other texts."""
    given = {"kind": Entry.Kind.LISTED, "in_force_from": date(2026, 1, 1), **values}
    texts = {
        "name": {"zh": name, "en": ""},
        "says": {"zh": "", "en": ""},
        "titles": [name],
        "texts": list(more),
    }
    return Searchable(code=code, **{**texts, **given})


@pytest.fixture
def listed(db: None) -> Callable[..., None]:
    """`listed(社保卡="社会保障卡申领")`: code and name of each; the names as they stand in a directory."""
    return lambda **names: void(index(thing(code, name) for code, name in names.items()))


def void(_: object) -> None:
    return None


def codes(words: str, on: date = DAY, **filters: str) -> list[str]:
    return [hit.code for hit in find(words, on=on, filters=filters).hits]
