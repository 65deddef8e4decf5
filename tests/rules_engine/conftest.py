"""The same examples on every run, no clock in any verdict, messages as the programmer wrote them."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

settings.register_profile("same_every_time", derandomize=True, deadline=None, database=None)
settings.load_profile("same_every_time")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield
