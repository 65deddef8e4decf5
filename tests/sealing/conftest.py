from collections.abc import Iterator
from typing import Any

import pytest

from services.people.models import Person
from services.sealing import keys
from tests.clocks import START

WANG, LI = "990102194603080028", "990103195705120030"


@pytest.fixture
def wang(db: None) -> Person:
    return Person.objects.create(name="王秀兰", id_no=WANG, confirmed_at=START, proof="social_card")


@pytest.fixture
def li(db: None) -> Person:
    return Person.objects.create(name="李建国", id_no=LI, confirmed_at=START, proof="social_card")


@pytest.fixture
def second_key(settings: Any) -> Iterator[Any]:
    """A ring of two, the first still active. The ring is read once: it is read anew here and afterwards."""
    settings.SEALING_KEYS = {**settings.SEALING_KEYS, "2": "A" * 43 + "="}
    keys._ring.cache_clear()
    yield settings
    keys._ring.cache_clear()
