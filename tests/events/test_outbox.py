"""An event is part of the transaction that made it true, and the database does not let it be changed or lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from services.events import outbox
from services.events.models import OutboxEvent
from services.events.outbox import OutsideTransaction, publish
from services.events.transactions import InsideTransaction, outside_transaction, refuse_inside_transaction
from tests.clocks import START, Clock
from tests.events.stories import ParcelSent


@pytest.fixture
def open_event(db: None, clock: Clock) -> OutboxEvent:
    publish(ParcelSent(number=1))
    return OutboxEvent.objects.get()


@pytest.fixture
def told_event(open_event: OutboxEvent) -> OutboxEvent:
    OutboxEvent.objects.update(done_at=START)
    return open_event


def test_an_event_waits_with_its_values_from_the_moment_it_happened(open_event: OutboxEvent) -> None:
    assert (open_event.name, open_event.body) == ("ParcelSent", {"number": 1})
    assert open_event.published_at == open_event.due_at == START
    assert (open_event.attempts, open_event.done_at) == (0, None)


def test_what_is_rolled_back_is_not_told(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(ParcelSent(number=1))
        1 / 0  # noqa: B018
    assert not OutboxEvent.objects.exists()


def test_outside_a_transaction_nothing_can_be_told(committing_db: None) -> None:
    with pytest.raises(OutsideTransaction, match="ParcelSent"):
        publish(ParcelSent(number=1))
    with transaction.atomic():
        publish(ParcelSent(number=1))
    assert OutboxEvent.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"name": "Other"}, {"body": {"number": 2}}, {"published_at": START + timedelta(days=1)}, {"id": 77}],
)
def test_what_happened_does_not_change(open_event: OutboxEvent, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        OutboxEvent.objects.filter(pk=open_event.pk).update(**change)


def test_an_event_is_postponed_and_ended_but_not_opened_again(open_event: OutboxEvent) -> None:
    OutboxEvent.objects.update(due_at=START + timedelta(days=1), attempts=3)
    OutboxEvent.objects.update(done_at=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxEvent.objects.update(done_at=None)


def test_what_is_not_yet_told_cannot_be_deleted(open_event: OutboxEvent) -> None:
    with pytest.raises(IntegrityError, match="not yet told"), transaction.atomic():
        open_event.delete()


def test_what_is_told_may_be_tidied_away(told_event: OutboxEvent) -> None:
    told_event.delete()
    assert not OutboxEvent.objects.exists()


def test_the_block_of_a_test_is_no_transaction_and_a_real_one_is(db: None) -> None:
    """`_from_testcase` is private to Django: here we notice if it goes."""
    assert connection.in_atomic_block and outside_transaction()
    with transaction.atomic(), pytest.raises(InsideTransaction, match="asking"):
        refuse_inside_transaction("asking")


def test_without_a_test_case_around_it_the_same_holds(committing_db: None) -> None:
    assert not connection.in_atomic_block and outside_transaction()
    with transaction.atomic():
        assert not outside_transaction()


class TestNudges:
    """What hears that there is news, after the commit."""

    @pytest.fixture
    def heard(self, committing_db: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        heard: list[int] = []
        monkeypatch.setattr(outbox, "nudges", [lambda: heard.append(OutboxEvent.objects.count())])
        return heard

    def test_once_a_transaction_and_only_when_it_is_there_to_be_seen(self, heard: list[int]) -> None:
        with transaction.atomic():
            publish(ParcelSent(number=1))
            publish(ParcelSent(number=2))
            assert heard == []
        assert heard == [2]

    def test_not_for_what_is_rolled_back(self, heard: list[int]) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            publish(ParcelSent(number=1))
            1 / 0  # noqa: B018
        assert heard == []

    def test_one_that_fails_hurts_nobody(self, committing_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outbox, "nudges", [lambda: 1 / 0])
        with transaction.atomic():
            publish(ParcelSent(number=1))
        assert OutboxEvent.objects.count() == 1
