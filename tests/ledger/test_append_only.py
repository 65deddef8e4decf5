"""The database itself refuses to change the log. What the sealer does is the one exception, once for each entry."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from services.ledger.entries import record
from services.ledger.models import Checkpoint, CoSignature, Entry, Node, Refusal
from services.ledger.sealer import seal
from tests.clocks import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> Entry:
    record("seen", {"n": 1})
    seal()
    return Entry.objects.get()


def refused(act: Callable[[], object]) -> bool:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act()
    return True


def test_an_entry_gets_its_place_once() -> None:
    record("seen", {"n": 1})
    Entry.objects.update(leaf_index=0)
    assert Entry.objects.get().leaf_index == 0
    assert refused(lambda: Entry.objects.update(leaf_index=1))
    assert refused(lambda: Entry.objects.update(leaf_index=None))


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"x"},
        {"kind": "x"},
        {"digest": b"x"},
        {"id": 99},
        {"salt": b"x"},
        {"commitment": b"x"},
        {"written_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"body": None},
    ],
)
def test_what_an_entry_says_does_not_change(change: dict[str, object]) -> None:
    record("seen", {"n": 1})
    assert refused(lambda: Entry.objects.update(**change))
    assert refused(lambda: Entry.objects.update(leaf_index=0, **change))
    seal()
    assert refused(lambda: Entry.objects.update(**change))


def test_body_and_salt_can_be_erased_together_once_the_entry_is_sealed(sealed: Entry) -> None:
    waiting = record("seen", {"n": 2})
    gone = {"body": None, "salt": None}
    assert refused(lambda: Entry.objects.filter(pk=waiting.pk).update(**gone))
    assert refused(lambda: Entry.objects.filter(pk=sealed.pk).update(digest=b"x", **gone))
    Entry.objects.filter(pk=sealed.pk).update(**gone)
    assert refused(lambda: Entry.objects.filter(pk=sealed.pk).update(**gone))
    assert refused(lambda: Entry.objects.filter(pk=sealed.pk).update(body=b"x", salt=b"x"))


@pytest.mark.parametrize("row", [{"body": b"x"}, {"salt": b"x"}])
def test_half_an_erasure_is_refused(sealed: Entry, row: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=sealed.pk).update(**{"body": None, "salt": None, **row})


def test_saving_an_entry_again_is_refused_too(sealed: Entry) -> None:
    assert refused(sealed.save)


def test_an_entry_cannot_be_deleted_sealed_or_not(sealed: Entry) -> None:
    record("seen", {"n": 2})
    assert refused(sealed.delete)
    assert refused(Entry.objects.filter(leaf_index=None).delete)
    assert Entry.objects.count() == 2


def test_a_checkpoint_neither_changes_nor_goes(sealed: Entry) -> None:
    assert refused(lambda: Checkpoint.objects.update(size=F("size") + 1))
    assert refused(lambda: Checkpoint.objects.update(root=b"x"))
    assert refused(lambda: Checkpoint.objects.update(frontier=[]))
    assert refused(Checkpoint.objects.all().delete)
    assert Checkpoint.objects.count() == 1


def test_nodes_co_signatures_and_refusals_neither_change_nor_go(sealed: Entry) -> None:
    Node.objects.create(level=4, number=0, digest=b"d" * 32)
    CoSignature.objects.create(checkpoint=Checkpoint.objects.get(), witness="w", line="x", at=START)
    Refusal.objects.create(witness="w", size=1, reason="conflict", at=START)
    for model, change in ((Node, {"digest": b"e"}), (CoSignature, {"line": "y"}), (Refusal, {"reason": "y"})):
        assert refused(lambda rows=model.objects, to=change: rows.update(**to))
        assert refused(model.objects.all().delete)


@pytest.mark.parametrize(
    "table", ["ledger_entry", "ledger_checkpoint", "ledger_node", "ledger_cosignature", "ledger_refusal"]
)
def test_emptying_a_table_is_no_way_round(sealed: Entry, table: str) -> None:
    Node.objects.create(level=4, number=0, digest=b"d" * 32)
    CoSignature.objects.create(checkpoint=Checkpoint.objects.get(), witness="w", line="x", at=START)
    Refusal.objects.create(witness="w", size=1, reason="conflict", at=START)
    connection.check_constraints()  # on PostgreSQL what is deferred stands in the way of TRUNCATE
    statement = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"
    assert refused(lambda: connection.cursor().execute(statement.format(table)))


def test_case_39_two_entries_cannot_have_one_place_nor_two_checkpoints_one_size(sealed: Entry) -> None:
    record("seen", {"n": 2})
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(leaf_index=None).update(leaf_index=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.create(size=1, root=b"other", frontier=[])
