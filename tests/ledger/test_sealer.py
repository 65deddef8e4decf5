"""Sealing: every committed entry gets one place, whoever seals and whenever it committed."""

import hmac
import json
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from services.ledger import sealer, tree
from services.ledger.checking import verify_log
from services.ledger.entries import record
from services.ledger.leaves import data_of
from services.ledger.locks import only_one
from services.ledger.models import Checkpoint, Entry
from services.ledger.sealer import TamperedBeforeSeal, seal
from tests.databases import at_once
from tests.ledger import rfc6962
from tests.ledger.intruder import without_triggers


def sealed() -> list[Entry]:
    return list(Entry.objects.exclude(leaf_index=None).order_by("leaf_index"))


def leaves() -> list[bytes]:
    return [data_of(entry) or b"" for entry in sealed()]


@pytest.mark.django_db
class TestRecording:
    def test_a_leaf_is_written_in_one_way_only(self) -> None:
        entry = record("seen", {"b": 1, "a": "王"})
        assert entry.body == '{"a":"王","b":1,"kind":"seen"}'.encode()
        assert entry.leaf_index is None

    def test_the_leaf_commits_to_the_body_and_does_not_hold_it(self) -> None:
        entry = record("seen", {"id_no": "990102194603080028"})
        leaf = data_of(entry) or b""
        assert entry.digest == tree.leaf(leaf) and b"990102" not in leaf
        assert json.loads(leaf) == {
            "at": entry.written_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "commitment": hmac.digest(entry.salt, entry.body, "sha256").hex(),
            "kind": "seen",
        }

    def test_the_same_said_twice_has_two_commitments(self) -> None:
        first, second = record("seen", {"n": 1}), record("seen", {"n": 1})
        assert first.body == second.body and first.commitment != second.commitment
        assert first.salt != second.salt and len(first.salt) == 32

    def test_the_kind_of_the_row_is_the_kind_of_the_leaf(self) -> None:
        entry = record("seen", {"kind": "something else"})
        assert json.loads(entry.body)["kind"] == entry.kind == "seen"

    @pytest.mark.parametrize("value", [b"bytes", object(), float("nan"), {1, 2}])
    def test_what_json_cannot_say_is_refused(self, value: object) -> None:
        with pytest.raises((TypeError, ValueError)):
            record("seen", {"value": value})


@pytest.mark.django_db
class TestSealing:
    def test_an_empty_log_has_no_checkpoint(self) -> None:
        assert seal() == 0 and not Checkpoint.objects.exists()

    def test_entries_get_their_places_and_the_root_is_that_of_their_bodies(self) -> None:
        for number in range(5):
            record("seen", {"n": number})
        assert seal() == 5
        checkpoint = Checkpoint.objects.get()
        assert list(Entry.objects.order_by("id").values_list("leaf_index", flat=True)) == [0, 1, 2, 3, 4]
        assert (checkpoint.size, bytes(checkpoint.root)) == (5, rfc6962.tree_hash(leaves()))

    def test_the_tree_goes_on_where_the_last_checkpoint_left_it(self) -> None:
        for batch in (3, 1, 4):
            for number in range(batch):
                record("seen", {"batch": batch, "n": number})
            assert seal() == batch
        assert seal() == 0
        assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 4, 8]
        for checkpoint in Checkpoint.objects.all():
            assert bytes(checkpoint.root) == rfc6962.tree_hash(leaves()[: checkpoint.size])

    def test_it_takes_a_batch_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sealer, "BATCH", 2)
        for number in range(5):
            record("seen", {"n": number})
        assert [seal(), seal(), seal(), seal()] == [2, 2, 1, 0]
        assert verify_log().entries_ok == 5

    @pytest.mark.parametrize(
        "change",
        [
            {"body": b'{"kind":"seen","n":3}'},
            {"salt": b"s" * 32},
            {"commitment": b"c" * 32},
            {"digest": b"d" * 32},
            {"kind": "never"},
            {"written_at": datetime(2026, 1, 1, tzinfo=UTC)},
            {"body": None, "salt": None},
        ],
    )
    def test_case_36_an_entry_changed_before_it_was_sealed_stops_the_sealer(
        self, change: dict[str, object]
    ) -> None:
        """Case 36."""
        record("seen", {"n": 1})
        changed = record("seen", {"n": 2})
        with without_triggers():
            Entry.objects.filter(pk=changed.pk).update(**change)
        with pytest.raises(TamperedBeforeSeal, match=str(changed.pk)):
            seal()
        assert not Entry.objects.exclude(leaf_index=None).exists() and not Checkpoint.objects.exists()

    def test_it_refuses_to_be_part_of_another_transaction(self) -> None:
        record("seen", {"n": 1})
        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            seal()


class TestTogether:
    def test_what_is_rolled_back_is_never_sealed(self, committing_db: None) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record("seen", {"n": 1})
            1 / 0  # noqa: B018
        record("seen", {"n": 2})
        assert seal() == 1 and [entry.body for entry in sealed()] == [b'{"kind":"seen","n":2}']

    def test_writers_and_sealers_at_once_leave_a_log_without_gaps(self, committing_db: None) -> None:
        def write() -> None:
            for number in range(15):
                with transaction.atomic():
                    record("seen", {"n": number})

        def seal_often() -> None:
            for _ in range(6):
                seal()

        outcomes = at_once(write, seal_often, write, seal_often, write)
        assert outcomes == [None] * 5
        while seal():
            pass
        places = Entry.objects.order_by("leaf_index").values_list("leaf_index", flat=True)
        assert list(places) == list(range(45))
        report = verify_log()
        assert (report.size, report.entries_ok, report.first_fault) == (45, 45, None)

    def test_case_34_an_entry_that_commits_late_gets_the_next_place(self, committing_db: None) -> None:
        """The order of ids is not the order of commits. On SQLite one writer excludes the other: nothing to show."""
        if connection.vendor == "sqlite":
            pytest.skip("SQLite has one writer at a time, so ids commit in order")
        with transaction.atomic():
            late = record("seen", {"n": 1})
            at_once(lambda: record("seen", {"n": 2}), seal)
            at_once(seal)
        assert seal() == 1
        late.refresh_from_db()
        assert late.leaf_index == 1
        assert Entry.objects.get(pk__gt=late.pk).leaf_index == 0

    def test_case_39_the_second_sealer_waits_for_the_first(self, committing_db: None) -> None:
        order: list[str] = []

        def hold(name: str) -> None:
            with only_one():
                order.append(f"{name} in")
                Entry.objects.count()
                order.append(f"{name} out")

        at_once(*[lambda: hold("one")] * 3)
        assert order == ["one in", "one out"] * 3
