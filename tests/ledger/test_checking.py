"""Whatever an intruder does to the rows, reading the whole log finds the place."""

from collections.abc import Callable

import pytest
from django.db.models import F

from services.ledger import tree
from services.ledger.checking import Fault, FaultKind, Report, verify_log
from services.ledger.entries import record
from services.ledger.models import Checkpoint, Entry
from services.ledger.sealer import seal
from tests.ledger.intruder import without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> None:
    for size in (4, 3, 5):
        for number in range(size):
            record("seen", {"n": number})
        seal()


def entry(place: int) -> "Entry":
    return Entry.objects.get(leaf_index=place)


def test_an_empty_log_is_whole() -> None:
    assert verify_log() == Report(size=0, entries_ok=0, first_fault=None)


def test_a_log_nobody_touched_is_whole(log: None) -> None:
    assert verify_log() == Report(size=12, entries_ok=12, first_fault=None)


def test_entries_that_wait_for_the_sealer_are_no_fault(log: None) -> None:
    record("seen", {"n": "late"})
    assert verify_log() == Report(size=12, entries_ok=12, first_fault=None)


def change_body() -> None:
    Entry.objects.filter(leaf_index=5).update(body=b'{"kind":"seen","n":99}')


def change_body_and_digest() -> None:
    body = b'{"kind":"seen","n":99}'
    Entry.objects.filter(leaf_index=5).update(body=body, digest=tree.leaf(body))


def change_body_to_no_json() -> None:
    Entry.objects.filter(leaf_index=5).update(body=b"[", digest=tree.leaf(b"["))


def change_kind() -> None:
    Entry.objects.filter(leaf_index=5).update(kind="forgotten")


def take_one_out() -> None:
    entry(5).delete()


def take_the_last_out() -> None:
    entry(11).delete()


def swap_two() -> None:
    Entry.objects.filter(leaf_index=5).update(leaf_index=99)
    Entry.objects.filter(leaf_index=4).update(leaf_index=5)
    Entry.objects.filter(leaf_index=99).update(leaf_index=4)


def change_a_root() -> None:
    Checkpoint.objects.filter(size=7).update(root=b"\0" * 32)


def change_a_frontier() -> None:
    Checkpoint.objects.filter(size=7).update(frontier=[[2, "00" * 32]])


def take_the_last_checkpoint() -> None:
    Checkpoint.objects.filter(size=12).delete()


def move_a_checkpoint() -> None:
    Checkpoint.objects.filter(size=7).update(size=F("size") + 1)


@pytest.mark.parametrize(
    ("intrude", "ok", "fault"),
    [
        (change_body, 5, Fault(FaultKind.ENTRY_CHANGED, 5)),
        (change_body_and_digest, 7, Fault(FaultKind.ROOT_DIFFERS, 7)),
        (change_body_to_no_json, 5, Fault(FaultKind.ENTRY_CHANGED, 5)),
        (change_kind, 5, Fault(FaultKind.ENTRY_CHANGED, 5)),
        (take_one_out, 5, Fault(FaultKind.ENTRY_MISSING, 5)),
        (take_the_last_out, 11, Fault(FaultKind.ENTRY_MISSING, 11)),
        (swap_two, 7, Fault(FaultKind.ROOT_DIFFERS, 7)),
        (change_a_root, 7, Fault(FaultKind.ROOT_DIFFERS, 7)),
        (change_a_frontier, 7, Fault(FaultKind.ROOT_DIFFERS, 7)),
        (take_the_last_checkpoint, 7, Fault(FaultKind.CHECKPOINT_MISSING, 7)),
        (move_a_checkpoint, 8, Fault(FaultKind.ROOT_DIFFERS, 8)),
    ],
)
def test_a_touched_log_shows_the_first_place(
    log: None, intrude: Callable[[], None], ok: int, fault: Fault
) -> None:
    with without_triggers():
        intrude()
    report = verify_log()
    assert (report.entries_ok, report.first_fault) == (ok, fault)
