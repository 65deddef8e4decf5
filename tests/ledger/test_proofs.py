"""A proof convinces who holds the checkpoint, and no proof can be bent to say something else."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ledger.entries import record
from services.ledger.models import Checkpoint, Entry
from services.ledger.proofs import NotSealed, Proof, path_leads_to_root, prove, verify
from services.ledger.sealer import seal
from tests.ledger import rfc6962
from tests.ledger.intruder import without_triggers

pytestmark = pytest.mark.django_db
BATCHES = (3, 1, 7, 2)


@pytest.fixture
def log() -> list[Entry]:
    for batch, size in enumerate(BATCHES):
        for number in range(size):
            record("seen", {"batch": batch, "n": number})
        seal()
    return list(Entry.objects.order_by("leaf_index"))


def test_every_entry_is_proved_against_the_checkpoint_that_sealed_it(log: list[Entry]) -> None:
    proofs = [prove(entry) for entry in log]
    assert all(verify(proof) for proof in proofs)
    assert [proof.size for proof in proofs] == [3] * 3 + [4] + [11] * 7 + [13] * 2
    bodies = [bytes(entry.body) for entry in log]
    for index, proof in enumerate(proofs):
        assert (proof.body, proof.index) == (bodies[index], index)
        assert list(proof.path) == rfc6962.path(index, bodies[: proof.size])


def test_a_proof_costs_the_same_however_long_the_log_is(
    log: list[Entry], django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        prove(log[-1])


def test_an_entry_that_is_not_sealed_yet_says_so(log: list[Entry]) -> None:
    with pytest.raises(NotSealed):
        prove(record("seen", {"n": "late"}))


def test_the_proof_of_an_entry_stays_as_the_log_grows(log: list[Entry]) -> None:
    before = prove(log[5])
    record("seen", {"n": "later"})
    seal()
    assert prove(log[5]) == before and verify(before)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_is_noticed(log: list[Entry], data: st.DataObject) -> None:
    proof = prove(data.draw(st.sampled_from(log)))
    pieces = [proof.body, proof.root, *proof.path]
    which = data.draw(st.integers(0, len(pieces) - 1))
    at, mask = data.draw(st.integers(0, len(pieces[which]) - 1)), data.draw(st.integers(1, 255))
    pieces[which] = pieces[which][:at] + bytes([pieces[which][at] ^ mask]) + pieces[which][at + 1 :]
    bent = replace(proof, body=pieces[0], root=pieces[1], path=tuple(pieces[2:]))
    assert not verify(bent) and not path_leads_to_root(bent)


def test_a_proof_says_at_which_place_of_how_many(log: list[Entry]) -> None:
    proof = prove(log[4])
    assert verify(proof)
    for other in set(range(15)) - {proof.index}:
        assert not verify(replace(proof, index=other))
    for other in set(range(30)) - {proof.size}:
        assert not verify(replace(proof, size=other))


def test_a_tree_of_ones_own_convinces_nobody(log: list[Entry]) -> None:
    forged = Proof(b"forged", 0, 1, rfc6962.tree_hash([b"forged"]), ())
    assert path_leads_to_root(forged) and not verify(forged)


def test_an_entry_changed_afterwards_has_a_proof_that_does_not_verify(log: list[Entry]) -> None:
    with without_triggers():
        Entry.objects.filter(pk=log[2].pk).update(body=b'{"kind":"seen"}')
    assert not verify(prove(Entry.objects.get(pk=log[2].pk)))


def test_without_its_checkpoint_a_proof_is_worth_nothing(log: list[Entry]) -> None:
    proof = prove(log[0])
    with without_triggers():
        Checkpoint.objects.filter(size=3).delete()
    assert path_leads_to_root(proof) and not verify(proof)
