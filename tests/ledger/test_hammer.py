"""Case 33: writers, rollbacks and sealers that are killed.

For longer: `LEDGER_HAMMER_SECONDS=60 pytest tests/ledger/test_hammer.py`.
"""

import os

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ledger import sealer
from services.ledger.checking import verify_log
from services.ledger.entries import record
from services.ledger.erasing import erase
from services.ledger.models import Checkpoint, Entry
from services.ledger.proofs import prove, verify
from services.ledger.sealer import seal
from tests.ledger.hammer import hammer, judge

SECONDS = float(os.environ.get("LEDGER_HAMMER_SECONDS", "5"))


def test_case_33_every_committed_entry_is_sealed_once_whoever_dies(committing_db: None) -> None:
    """SQLite has one writer at a time, and a queue that is not fair: four stand in it, on PostgreSQL 32."""
    writers = 4 if connection.vendor == "sqlite" else 32
    outcome = hammer(writers=writers, seconds=SECONDS)
    judge(outcome)
    assert outcome.deaths >= 4 and outcome.undone and len(outcome.committed) > writers
    print(f"{len(outcome.committed)} entries, {outcome.undone} undone, {outcome.deaths} sealers killed")


class Crash(Exception):
    pass


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 40)),
        st.tuples(st.just("seal"), st.integers(1, 50)),
        st.tuples(st.just("crash"), st.integers(1, 50)),
        st.tuples(st.just("erase"), st.integers(0, 200)),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, place=st.integers(0, 10**6), against=st.integers(0, 10**6))
def test_whatever_happens_in_whatever_order_the_log_is_whole(
    steps: list[tuple[str, int]], place: int, against: int
) -> None:
    """One log that goes on over all examples: writing, sealing in batches of any size, dying in between, erasing."""
    for step, number in steps:
        {"write": _write, "seal": _seal, "crash": _crash, "erase": _erase}[step](number)
    waiting = Entry.objects.filter(leaf_index=None).count()
    report = verify_log()
    assert report.faults == ()
    assert report.size == report.entries_ok == Entry.objects.count() - waiting
    if report.size:
        entry = Entry.objects.get(leaf_index=place % report.size)
        assert entry.leaf_index is not None
        sizes = Checkpoint.objects.filter(size__gt=entry.leaf_index).order_by("size")
        some = sizes.values_list("size", flat=True)
        assert verify(prove(entry, some[against % len(some)]))


def _write(number: int) -> None:
    for each in range(number):
        record("seen", {"n": each})


def _seal(batch: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealer, "BATCH", batch)
        seal()


def _crash(batch: int) -> None:
    """The sealer dies when places are given and nothing is written down yet."""
    if not Entry.objects.filter(leaf_index=None).exists():
        return

    def die(*_: object) -> None:
        raise Crash

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(sealer, "BATCH", batch)
        patch.setattr(sealer, "_write_down", die)
        seal()


def _erase(place: int) -> None:
    erase([place], reason="PIPL 47")
