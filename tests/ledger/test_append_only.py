"""The database itself refuses to change the log. What the sealer does is the one exception, once for each entry."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from services.ledger.entries import record
from services.ledger.models import Checkpoint, Entry
from services.ledger.sealer import seal

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


@pytest.mark.parametrize("change", [{"body": b"x"}, {"kind": "x"}, {"digest": b"x"}, {"id": 99}])
def test_what_an_entry_says_does_not_change(change: dict[str, object]) -> None:
    record("seen", {"n": 1})
    assert refused(lambda: Entry.objects.update(**change))
    assert refused(lambda: Entry.objects.update(leaf_index=0, **change))
    seal()
    assert refused(lambda: Entry.objects.update(**change))


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


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_checkpoint"])
def test_emptying_a_table_is_no_way_round(sealed: Entry, table: str) -> None:
    statement = "TRUNCATE {}" if connection.vendor == "postgresql" else "DELETE FROM {}"
    assert refused(lambda: connection.cursor().execute(statement.format(table)))


def test_two_entries_cannot_have_one_place_nor_two_checkpoints_one_size(sealed: Entry) -> None:
    record("seen", {"n": 2})
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(leaf_index=None).update(leaf_index=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.create(size=1, root=b"other", frontier=[])
