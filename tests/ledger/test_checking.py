"""Whatever an intruder does to the rows, reading the whole log finds the place."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import override_settings

from services.ledger import notes, tree
from services.ledger.checking import Fault, FaultKind, Report, verify_log
from services.ledger.entries import record
from services.ledger.leaves import commit, leaf_data
from services.ledger.models import Checkpoint, CoSignature, Entry, Node
from services.ledger.sealer import seal
from services.ledger.witnesses import Seen
from services.simulators.witness import Witness
from tests.clocks import START
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
    assert verify_log() == Report(size=0, entries_ok=0)


def test_a_log_nobody_touched_is_whole(log: None) -> None:
    assert verify_log() == Report(size=12, entries_ok=12)


def test_entries_that_wait_for_the_sealer_are_no_fault(log: None) -> None:
    record("seen", {"n": "late"})
    assert verify_log() == Report(size=12, entries_ok=12)


def change_body() -> None:
    Entry.objects.filter(leaf_index=5).update(body=b'{"kind":"seen","n":99}')


def rewrite(place: int, body: bytes) -> None:
    """A row well made in every part."""
    row = entry(place)
    commitment = commit(b"s" * 32, body)
    assert row.written_at
    digest = tree.leaf(leaf_data(row.kind, row.written_at, commitment))
    Entry.objects.filter(pk=row.pk).update(body=body, salt=b"s" * 32, commitment=commitment, digest=digest)


def change_body_and_digest() -> None:
    rewrite(5, b'{"kind":"seen","n":99}')


def change_body_to_no_json() -> None:
    Entry.objects.filter(leaf_index=5).update(body=b"[")


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


def erase_in_silence() -> None:
    Entry.objects.filter(leaf_index=5).update(body=None, salt=None)


def back_date() -> None:
    Entry.objects.filter(leaf_index=5).update(written_at=START)


def sign_something_else() -> None:
    note = Checkpoint.objects.get(size=7).note
    Checkpoint.objects.filter(size=7).update(note=note.replace("\n7\n", "\n8\n"))


def take_a_signature() -> None:
    Checkpoint.objects.filter(size=7).update(note="")


def sign_with_another_key() -> None:
    checkpoint = Checkpoint.objects.get(size=7)
    with override_settings(LEDGER_KEY="A" * 43 + "="):
        Checkpoint.objects.filter(size=7).update(note=notes.written(7, bytes(checkpoint.root), START))


K = FaultKind


@pytest.mark.parametrize(
    ("intrude", "ok", "faults"),
    [
        (change_body, 5, [Fault(K.ENTRY_CHANGED, 5)]),
        (change_body_and_digest, 7, [Fault(K.ENTRIES_REPLACED, 4, 5)]),
        (change_body_to_no_json, 5, [Fault(K.ENTRY_CHANGED, 5)]),
        (change_kind, 5, [Fault(K.ENTRY_CHANGED, 5)]),
        (back_date, 5, [Fault(K.ENTRY_CHANGED, 5)]),
        (erase_in_silence, 12, [Fault(K.ERASED_UNRECORDED, 5)]),
        (take_one_out, 5, [Fault(K.ENTRY_MISSING, 5)]),
        (take_the_last_out, 11, [Fault(K.ENTRY_MISSING, 11)]),
        (swap_two, 7, [Fault(K.ENTRIES_SWAPPED, 4, 5)]),
        (change_a_root, 7, [Fault(K.ROOT_DIFFERS, 7), Fault(K.SIGNATURE_WRONG, 7)]),
        (change_a_frontier, 7, [Fault(K.ROOT_DIFFERS, 7)]),
        (take_the_last_checkpoint, 7, [Fault(K.CHECKPOINT_MISSING, 7)]),
        (move_a_checkpoint, 8, [Fault(K.ROOT_DIFFERS, 8), Fault(K.SIGNATURE_WRONG, 8)]),
        (sign_something_else, 7, [Fault(K.SIGNATURE_WRONG, 7)]),
        (take_a_signature, 7, [Fault(K.SIGNATURE_WRONG, 7)]),
        (sign_with_another_key, 7, [Fault(K.SIGNATURE_WRONG, 7)]),
    ],
)
def test_gap_40_a_touched_log_shows_its_places(
    log: None, intrude: Callable[[], None], ok: int, faults: list[Fault]
) -> None:
    with without_triggers():
        intrude()
    report = verify_log()
    assert (report.entries_ok, list(report.faults)) == (ok, faults)


class TestLongLogs:
    """More than sixteen entries, so that inner nodes have rows."""

    @pytest.fixture
    def long(self, db: None) -> None:
        for size in (20, 50, 10):
            for number in range(size):
                record("seen", {"n": number})
            seal()

    def test_it_is_whole(self, long: None) -> None:
        assert verify_log() == Report(size=80, entries_ok=80)

    def test_every_place_is_named_and_not_the_first_alone(self, long: None) -> None:
        with without_triggers():
            rewrite(40, b'{"kind":"seen","n":99}')
            Entry.objects.filter(leaf_index=3).update(kind="never")
            entry(75).delete()
        assert list(verify_log().faults) == [
            Fault(K.ENTRY_CHANGED, 3),
            Fault(K.ENTRIES_REPLACED, 32, 47),
            Fault(K.ENTRY_MISSING, 75),
        ]

    @pytest.mark.parametrize(("one", "other"), [(20, 21), (25, 60), (68, 33)])
    def test_gap_40_two_that_were_swapped_are_both_named(self, long: None, one: int, other: int) -> None:
        rows = entry(one).pk, entry(other).pk
        with without_triggers():
            Entry.objects.filter(pk=rows[0]).update(leaf_index=1000)
            Entry.objects.filter(pk=rows[1]).update(leaf_index=one)
            Entry.objects.filter(pk=rows[0]).update(leaf_index=other)
        assert list(verify_log().faults) == [Fault(K.ENTRIES_SWAPPED, min(one, other), max(one, other))]

    def test_an_inner_node_that_was_changed_or_taken_is_named(self, long: None) -> None:
        with without_triggers():
            Node.objects.filter(level=4, number=2).update(digest=b"x" * 32)
            Node.objects.get(level=4, number=4).delete()
        assert list(verify_log().faults) == [Fault(K.NODE_CHANGED, 32, 47), Fault(K.NODE_CHANGED, 64, 79)]

    def test_a_whole_row_swapped_with_one_of_another_checkpoint_is_no_pair_and_both_spans_are_named(
        self, long: None
    ) -> None:
        rows = entry(10).pk, entry(60).pk
        with without_triggers():
            Entry.objects.filter(pk=rows[0]).update(leaf_index=1000)
            Entry.objects.filter(pk=rows[1]).update(leaf_index=10)
            Entry.objects.filter(pk=rows[0]).update(leaf_index=60)
        assert list(verify_log().faults) == [
            Fault(K.ENTRIES_REPLACED, 0, 15),
            Fault(K.ENTRIES_REPLACED, 48, 63),
        ]


class TestTime:
    def test_an_entry_that_waits_more_than_five_minutes_is_a_fault(self, log: None) -> None:
        waiting = record("seen", {"n": "late"})
        assert waiting.written_at
        assert verify_log(at=waiting.written_at + timedelta(seconds=299)).faults == ()
        late = verify_log(at=waiting.written_at + timedelta(seconds=301))
        assert late.faults == (Fault(K.WAITS_TOO_LONG, waiting.pk),)

    def test_an_entry_that_was_sealed_late_is_told_and_no_fault(self, log: None) -> None:
        waiting = record("seen", {"n": "late"})
        assert waiting.written_at
        seal(at=waiting.written_at + timedelta(seconds=301))
        assert verify_log() == Report(size=13, entries_ok=13, late=(12,))


class TestWitnesses:
    def test_one_that_saw_what_we_have_agrees(self, log: None) -> None:
        known = Checkpoint.objects.get(size=7)
        assert verify_log([Seen("tax", 7, bytes(known.root))]).faults == ()

    def test_another_root_of_the_same_size_is_named_with_the_witness(self, log: None) -> None:
        report = verify_log([Seen("tax", 7, b"r" * 32)])
        assert report.faults == (Fault(K.WITNESS_DISAGREES, 7, who="tax"),)

    def test_gap_35_a_restored_old_backup_is_named(self, log: None) -> None:
        """The database knows nothing of what came after; the witness's file does."""
        assert verify_log([Seen("tax", 15, b"r" * 32)]).faults == (Fault(K.ROLLED_BACK, 15, who="tax"),)

    def test_a_checkpoint_taken_out_and_its_entries_rewritten_are_told_by_who_saw_it(self, log: None) -> None:
        root = bytes(Checkpoint.objects.get(size=7).root)
        with without_triggers():
            Checkpoint.objects.filter(size__in=[7, 12]).delete()
            rewrite(5, b'{"kind":"seen","n":99}')
            Entry.objects.filter(leaf_index__gte=4).update(leaf_index=None)
        seal()  # whoever holds the key can sign a past of their own
        assert verify_log().faults == ()
        assert verify_log([Seen("tax", 7, root)]).faults == (Fault(K.WITNESS_DISAGREES, 7, who="tax"),)

    def test_a_stored_line_that_the_witness_did_not_sign_is_named(
        self, log: None, settings: Any, tmp_path: Path
    ) -> None:
        settings.WITNESS_FOLDER = tmp_path
        witness = Witness("tax", tmp_path)
        checkpoint = Checkpoint.objects.get(size=7)
        good = witness._signed(checkpoint.note).strip()
        CoSignature.objects.create(checkpoint=checkpoint, witness="tax", line=good, at=START)
        assert verify_log().faults == ()
        other = Checkpoint.objects.get(size=12)
        CoSignature.objects.create(checkpoint=other, witness="tax", line=good, at=START)
        assert verify_log().faults == (Fault(K.CO_SIGNATURE_WRONG, 12, who="tax"),)
