"""Case 42: what was said about a person goes; the tree stays whole, and the erasure itself cannot be hidden."""

import json
from uuid import uuid4

import pytest

from services.ledger.checking import Fault, FaultKind, verify_log
from services.ledger.entries import record
from services.ledger.erasing import ERASED, erase, mentions
from services.ledger.models import Entry
from services.ledger.proofs import prove, verify
from services.ledger.sealer import seal
from tests.ledger.intruder import without_triggers

pytestmark = pytest.mark.django_db
WANG, LI = str(uuid4()), str(uuid4())


@pytest.fixture
def log() -> None:
    record("person_linked", {"person": WANG, "user": 7})
    record("person_linked", {"person": LI, "user": 8, "n": 7})
    record("paper_sealed", {"source": f"application:{WANG}:receipt"})
    record("denied", {"actor": "citizen:7", "fields": [{"of": WANG}]})
    record("item_published", {"item": "old-age-allowance"})
    seal()


def test_entries_are_found_by_every_way_of_naming_somebody(log: None) -> None:
    assert mentions([WANG]) == [0, 2, 3]
    assert mentions(["citizen:7"]) == [3] and mentions(["user:7"]) == [0]
    assert mentions([LI]) == [1] and mentions([]) == [] and mentions(["7"]) == [3]


def test_case_42_body_and_salt_are_gone_and_the_tree_still_verifies(log: None) -> None:
    proofs = [prove(entry) for entry in Entry.objects.order_by("leaf_index")]
    assert erase(mentions([WANG]), reason="PIPL 47") == 3
    assert verify_log().faults == ()  # the entry that tells of it waits for the sealer
    assert not Entry.objects.filter(leaf_index__in=[0, 2, 3]).exclude(body=None, salt=None).exists()
    seal()
    report = verify_log()
    assert (report.faults, report.entries_ok) == ((), 6)
    assert all(verify(proof) for proof in proofs)  # whoever kept a proof can still show it
    after = prove(Entry.objects.get(leaf_index=0))
    assert verify(after) and after.body is None and after.leaf == proofs[0].leaf
    assert mentions([WANG]) == []


def test_nothing_in_the_row_tells_any_more_what_it_said(log: None) -> None:
    erase([0], reason="PIPL 47")
    row = Entry.objects.filter(leaf_index=0).values().get()
    assert WANG not in str(row) and row["commitment"] is not None


def test_the_erasure_names_places_and_reason_and_nobody(log: None) -> None:
    erase([0, 3], reason="PIPL 47")
    told = Entry.objects.get(kind=ERASED)
    assert json.loads(bytes(told.body or b"")) == {"entries": [0, 3], "kind": ERASED, "reason": "PIPL 47"}


def test_an_erasure_is_told_once_and_cannot_be_erased_itself(log: None) -> None:
    erase([0], reason="PIPL 47")
    seal()
    told = Entry.objects.get(kind=ERASED).leaf_index
    assert told is not None
    assert erase([0, told], reason="PIPL 47") == 0
    assert Entry.objects.filter(kind=ERASED, body__isnull=False).count() == 1


def test_an_erasure_in_silence_is_named(log: None) -> None:
    erase([0], reason="PIPL 47")
    Entry.objects.filter(leaf_index=2).update(body=None, salt=None)
    seal()
    assert verify_log().faults == (Fault(FaultKind.ERASED_UNRECORDED, 2),)


def test_an_entry_older_than_commitments_keeps_its_body(log: None) -> None:
    """Its body is its leaf: without it nobody could say what stood there."""
    with without_triggers():
        Entry.objects.filter(leaf_index=4).update(commitment=None, salt=None, written_at=None)
    assert erase([4], reason="PIPL 47") == 0
