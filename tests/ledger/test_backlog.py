"""Case 37: while records wait too long for the sealer nobody reads what is personal; all else goes on."""

from datetime import timedelta

import pytest

from services.ledger.backlog import reading_allowed, waiting
from services.ledger.entries import record
from services.ledger.models import Entry
from services.ledger.sealer import seal
from tests.clocks import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits() -> Entry:
    """Since noon, by a clock that the test knows."""
    return Entry.objects.create(
        kind="seen", written_at=START, body=b"{}", salt=b"s", commitment=b"c", digest=b"d"
    )


@pytest.mark.parametrize("level", ["L1", "L2", "L3", "L4"])
def test_where_nothing_waits_everything_is_read(level: str) -> None:
    assert reading_allowed(level, START)


@pytest.mark.parametrize(
    ("level", "seconds", "allowed"),
    [
        ("L4", 0, True),
        ("L3", 61, True),
        ("L4", 300, True),
        ("L3", 301, False),
        ("L4", 360, False),
        ("L1", 360, True),
        ("L2", 360, True),
    ],
)
def test_after_five_minutes_personal_data_are_closed(
    waits: Entry, level: str, seconds: int, allowed: bool
) -> None:
    assert reading_allowed(level, START + timedelta(seconds=seconds)) == allowed


def test_when_the_sealer_has_caught_up_it_is_open_again() -> None:
    entry = record("seen", {"n": 1})
    assert entry.written_at
    later = entry.written_at + timedelta(minutes=6)
    assert not reading_allowed("L4", later)
    seal()
    assert reading_allowed("L4", later)


def test_the_oldest_counts_and_a_clock_that_is_behind_does_no_harm(waits: Entry) -> None:
    record("seen", {"n": 1})
    assert waiting(START + timedelta(seconds=5)) == timedelta(seconds=5)
    assert waiting(START - timedelta(seconds=5)) == timedelta()


def test_looking_costs_one_question(waits: Entry, django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        reading_allowed("L4", START)
    with django_assert_num_queries(0):  # type: ignore[operator]
        reading_allowed("L2", START)
