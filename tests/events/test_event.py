"""What is written into the outbox comes back as it was, or is not written."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.events.event import Event
from tests.events.stories import ParcelArrived, ParcelSent

ARRIVED = ParcelArrived(
    parcel_id=UUID(int=7),
    at=datetime(2026, 11, 20, 1, 2, 3, 4, tzinfo=UTC),
    on=date(2026, 11, 20),
    word="到了",
    pieces=2,
    fragile=True,
    sender_id=None,
)
arrivals = st.builds(
    ParcelArrived,
    parcel_id=st.uuids(),
    at=st.datetimes(timezones=st.just(UTC)),
    on=st.dates(),
    word=st.text(),
    pieces=st.integers(),
    fragile=st.booleans(),
    sender_id=st.none() | st.uuids(),
    returned_on=st.none() | st.dates(),
)


@given(arrivals)
def test_every_event_comes_back_as_it_was(event: ParcelArrived) -> None:
    assert ParcelArrived.from_body(json.loads(json.dumps(event.to_body()))) == event


def test_a_value_that_would_come_back_as_something_else_is_refused() -> None:
    for value in (Decimal("1.5"), 1.5, (1, 2), {"a": 1}, b"bytes"):
        with pytest.raises(TypeError, match="word: an event holds plain values"):
            replace(ARRIVED, word=value).to_body()  # type: ignore[arg-type]


def test_a_field_added_since_takes_its_default() -> None:
    body = ARRIVED.to_body()
    del body["returned_on"]
    assert ParcelArrived.from_body(body) == ARRIVED


def test_a_field_added_without_default_cannot_be_read() -> None:
    body = ARRIVED.to_body()
    del body["word"]
    with pytest.raises(KeyError, match="word"):
        ParcelArrived.from_body(body)


def test_a_field_dropped_since_is_passed_over() -> None:
    assert ParcelSent.from_body({"number": 1, "colour": "red"}) == ParcelSent(number=1)


def test_two_events_of_one_name_are_refused_and_the_first_stays() -> None:
    with pytest.raises(TypeError, match="Two events are called ParcelSent"):

        @dataclass(frozen=True, kw_only=True)
        class ParcelSent(Event):
            number: int

    assert Event.registry["ParcelSent"].__module__ == "tests.events.stories"
