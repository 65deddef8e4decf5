"""`committing_db`: each test finds the migrated database, and nothing of the test before it."""

import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction

from services.events.models import OutboxEvent
from tests.clocks import START
from tests.databases import at_once


def make_event() -> int:
    row = OutboxEvent.objects.create(name="PigeonFlew", body={}, published_at=START, due_at=START)
    return row.pk


@pytest.mark.parametrize("again", [1, 2])
def test_what_a_test_commits_is_gone_with_it(committing_db: None, again: int) -> None:
    """The trigger would not let a flush delete this row; the third test is the ordinary one below."""
    assert not OutboxEvent.objects.exists()
    make_event()
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_a_test_that_rolls_back_never_sees_it() -> None:
    assert connection.in_atomic_block
    assert not OutboxEvent.objects.exists()


def test_the_copy_has_what_the_migrations_filled_in(committing_db: None) -> None:
    assert ContentType.objects.filter(app_label="people", model="person").exists()


def test_every_thread_is_connected_to_the_same_copy(committing_db: None) -> None:
    made = at_once(make_event, make_event)
    assert set(OutboxEvent.objects.values_list("pk", flat=True)) == set(made)
    assert at_once(OutboxEvent.objects.count) == [2]


def test_a_rollback_takes_back_only_its_own(committing_db: None) -> None:
    kept = make_event()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_event()
        1 / 0  # noqa: B018
    assert [row.pk for row in OutboxEvent.objects.all()] == [kept]


def test_acts_at_once_give_back_what_they_returned_or_raised(committing_db: None) -> None:
    def fail() -> None:
        raise LookupError("on purpose")

    one, two, three = at_once(lambda: 1, fail, lambda: threading.current_thread().name)
    assert one == 1 and isinstance(two, LookupError) and three != threading.main_thread().name


def test_a_thread_that_left_its_connection_open_holds_nothing_up(committing_db: None) -> None:
    opened = []

    def leave_open() -> None:
        make_event()
        opened.append(connections["default"])

    thread = threading.Thread(target=leave_open)
    thread.start()
    thread.join()
    assert opened[0].connection is not None  # the copy is dropped all the same


@pytest.mark.django_db
def test_a_test_cannot_have_both(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.UsageError, match="one that commits"):
        request.getfixturevalue("committing_db")
