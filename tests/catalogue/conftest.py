"""A world with departments and registers, and no item yet."""

import pytest

from tests.cast import load_shipped


@pytest.fixture
def world(db: None) -> None:
    load_shipped()
