"""Delivery: at least once to everybody, by one relay at a time, and a failure is nobody else's trouble."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.events.models import Handled, OutboxEvent
from services.events.outbox import publish
from services.events.relay import Handler, deliver_due, handler_name, pause
from services.events.transactions import InsideTransaction
from tests.clocks import START, Clock
from tests.databases import at_once
from tests.events.stories import Listener, ParcelSent


def send(number: int = 1) -> OutboxEvent:
    with transaction.atomic():
        publish(ParcelSent(number=number))
    return OutboxEvent.objects.latest("id")


def relay(clock: Clock, *handlers: Handler, limit: int = 100) -> int:
    return deliver_due({ParcelSent: handlers}, clock=clock, limit=limit)


@pytest.fixture(autouse=True)
def lease_of_30_seconds(settings: pytest.FixtureRequest) -> None:
    settings.RELAY_LEASE_SECONDS = 30  # type: ignore[attr-defined]


@pytest.mark.django_db
class TestDelivery:
    def test_everybody_who_listens_hears_it_once(self, clock: Clock) -> None:
        first, second = Listener("first"), Listener("second")
        row = send(number=5)
        assert [relay(clock, first, second), relay(clock, first, second)] == [1, 0]
        assert first.heard == second.heard == [ParcelSent(number=5)]
        row.refresh_from_db()
        assert (row.done_at, row.attempts) == (START, 1)

    def test_an_event_nobody_listens_to_is_done(self, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
        send()
        assert [deliver_due({}, clock=clock), deliver_due({}, clock=clock)] == [1, 0]
        assert OutboxEvent.objects.get().done_at == START and not caplog.records

    def test_an_event_whose_class_is_gone_is_done_with_a_line_in_the_log(
        self, clock: Clock, caplog: pytest.LogCaptureFixture
    ) -> None:
        OutboxEvent.objects.create(name="PigeonFlew", body={}, published_at=START, due_at=START)
        assert relay(clock, Listener()) == 1
        assert OutboxEvent.objects.get().done_at == START
        assert [record.levelno for record in caplog.records] == [logging.WARNING]
        assert "no class is called PigeonFlew" in caplog.text

    def test_nothing_is_told_before_it_is_due(self, clock: Clock) -> None:
        listener = Listener()
        send()
        clock.go(-1)
        assert relay(clock, listener) == 0 and listener.heard == []

    def test_what_waited_longest_comes_first_and_no_more_than_the_limit(self, clock: Clock) -> None:
        listener = Listener()
        for number in (1, 2, 3):
            send(number)
            clock.go(1)
        assert [relay(clock, listener, limit=2), relay(clock, listener, limit=2)] == [2, 1]
        assert listener.heard == [ParcelSent(number=n) for n in (1, 2, 3)]

    def test_it_refuses_to_run_inside_a_transaction(self, clock: Clock) -> None:
        send()
        with transaction.atomic(), pytest.raises(InsideTransaction):
            relay(clock, Listener())


@pytest.mark.django_db
class TestFailure:
    def test_one_failing_handler_holds_up_nobody_else(
        self, clock: Clock, caplog: pytest.LogCaptureFixture
    ) -> None:
        bad, good = Listener("bad", failures=1), Listener("good")
        send()
        assert relay(clock, bad, good) == 1
        assert len(good.heard) == 1
        assert OutboxEvent.objects.get().done_at is None
        assert "bad failed, try 1" in caplog.text and "bad is not well" in caplog.text

    def test_it_is_tried_again_after_its_pause_and_the_others_are_left_in_peace(self, clock: Clock) -> None:
        bad, good = Listener("bad", failures=1), Listener("good")
        row = send()
        relay(clock, bad, good)
        row.refresh_from_db()
        assert row.due_at == START + timedelta(seconds=2)
        clock.go(1)
        assert relay(clock, bad, good) == 0
        clock.go(1)
        assert relay(clock, bad, good) == 1
        assert (len(bad.heard), len(good.heard)) == (2, 1)
        assert set(row.handled.values_list("handler", flat=True)) == {
            "tests.events.stories.bad",
            "tests.events.stories.good",
        }
        row.refresh_from_db()
        assert (row.done_at, row.attempts) == (START + timedelta(seconds=2), 2)

    def test_the_pauses_double_up_to_five_minutes(self, clock: Clock) -> None:
        bad = Listener(failures=11)
        row = send()
        pauses = []
        for _ in range(11):
            relay(clock, bad)
            row.refresh_from_db()
            pauses.append(int((row.due_at - clock.at).total_seconds()))
            clock.at = row.due_at
        assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]

    def test_an_event_that_cannot_be_read_waits_and_is_not_lost(self, clock: Clock) -> None:
        listener = Listener()
        OutboxEvent.objects.create(name="ParcelSent", body={"n": 1}, published_at=START, due_at=START)
        assert relay(clock, listener) == 1
        row = OutboxEvent.objects.get()
        assert (row.done_at, row.due_at, listener.heard) == (None, START + timedelta(seconds=2), [])

    def test_a_handler_that_joined_since_hears_what_is_still_open(self, clock: Clock) -> None:
        bad, late = Listener("bad", failures=1), Listener("late")
        send()
        relay(clock, bad)
        clock.go(2)
        relay(clock, bad, late)
        assert len(late.heard) == 1

    @settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(failures=st.lists(st.integers(0, 5), min_size=1, max_size=4))
    def test_in_the_end_each_has_dealt_with_it_once(self, clock: Clock, failures: list[int]) -> None:
        listeners = [Listener(f"listener {place}", failures=n) for place, n in enumerate(failures)]
        row = send()
        while relay(clock, *listeners):
            row.refresh_from_db()
            clock.at = max(row.due_at, clock.at)
        assert row.done_at and row.attempts == max(failures) + 1
        assert [len(listener.heard) for listener in listeners] == [n + 1 for n in failures]
        assert row.handled.count() == len(listeners)


@given(st.integers(1, 10**6))
def test_a_pause_is_never_shorter_than_two_seconds_nor_longer_than_five_minutes(attempts: int) -> None:
    assert timedelta(seconds=2) <= pause(attempts) <= pause(attempts + 1) <= timedelta(minutes=5)


class Death(BaseException):
    """What a killed process looks like from within: nothing after it runs."""


def named(name: str, function: Callable[[ParcelSent], object]) -> Handler:
    function.__qualname__ = name
    return function


@pytest.mark.django_db
class TestLease:
    def test_while_one_relay_has_it_another_finds_nothing(self, clock: Clock) -> None:
        found: list[int] = []
        listener = Listener()
        send()
        relay(clock, lambda event: found.append(relay(clock, listener)))
        assert found == [0] and listener.heard == []

    def test_what_a_dead_relay_had_is_taken_up_when_its_lease_is_over(self, clock: Clock) -> None:
        def die(event: ParcelSent) -> None:
            raise Death

        heard, not_reached = Listener("heard"), Listener("not reached")
        send()
        with pytest.raises(Death):
            relay(clock, heard, die, not_reached)
        clock.go(29)
        assert relay(clock, heard, not_reached) == 0
        clock.go(1)
        assert relay(clock, heard, not_reached) == 1
        assert (len(heard.heard), len(not_reached.heard)) == (1, 1)

    def test_every_handler_has_the_whole_lease(self, clock: Clock) -> None:
        found: list[int] = []
        slow = named("slow", lambda event: clock.go(20))
        slower = named("slower", lambda event: (clock.go(20), found.append(relay(clock, Listener()))))
        send()
        relay(clock, slow, slower)
        assert found == [0] and OutboxEvent.objects.get().done_at == clock.at

    def test_who_outlives_the_lease_leaves_the_rest_to_the_next(self, clock: Clock) -> None:
        calls: list[str] = []
        last = Listener("last")

        def too_slow(event: ParcelSent) -> None:
            calls.append("too slow")
            if len(calls) == 1:
                clock.go(31)
                relay(clock, too_slow, last)  # another process takes it over

        send()
        relay(clock, too_slow, last)
        assert calls == ["too slow"] * 2  # a handler must bear to be repeated
        assert len(last.heard) == 1
        assert OutboxEvent.objects.get().attempts == 2


@pytest.mark.django_db
def test_a_handler_is_marked_once_for_an_event(clock: Clock) -> None:
    row = send()
    Handled.objects.create(event=row, handler=handler_name(deliver_due))
    assert handler_name(deliver_due) == "services.events.relay.deliver_due"
    with pytest.raises(IntegrityError), transaction.atomic():
        Handled.objects.create(event=row, handler=handler_name(deliver_due))


class TestForReal:
    def test_a_handler_runs_with_no_transaction_open_and_may_make_the_next_event(
        self, committing_db: None, clock: Clock
    ) -> None:
        seen: list[bool] = []

        @transaction.atomic(durable=True)
        def go_on(event: ParcelSent) -> None:
            if event.number == 1:
                publish(ParcelSent(number=2))

        look = named("look", lambda event: seen.append(connection.in_atomic_block))
        send(number=1)
        while relay(clock, look, named("go on", go_on)):
            pass
        assert seen == [False, False]
        assert list(OutboxEvent.objects.values_list("body__number", "done_at")) == [(1, START), (2, START)]

    def test_several_relays_at_once_tell_each_event_once(self, committing_db: None, clock: Clock) -> None:
        listener = Listener()
        for number in range(30):
            send(number)
        taken = at_once(*[lambda: relay(clock, listener)] * 4)
        assert sum(taken) == 30
        assert sorted(event.number for event in listener.heard) == list(range(30))  # type: ignore[attr-defined]
        assert not OutboxEvent.objects.filter(done_at=None).exists()
