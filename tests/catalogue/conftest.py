"""A world with departments and registers, and no item yet."""

import pytest

from services.catalogue.loading import load_base


@pytest.fixture
def world(db: None) -> None:
    load_base()
