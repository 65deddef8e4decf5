"""A proof convinces who holds the checkpoint, and no proof can be bent to say something else."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ledger.entries import record
from services.ledger.leaves import data_of
from services.ledger.models import Checkpoint, Entry, Node
from services.ledger.proofs import (
    NoSuchSize,
    NotSealed,
    Proof,
    consistency,
    path_leads_to_root,
    prove,
    verify,
)
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
    leaves = [data_of(entry) or b"" for entry in log]
    for index, proof in enumerate(proofs):
        assert (proof.leaf, proof.body, proof.index) == (leaves[index], log[index].body, index)
        assert list(proof.path) == rfc6962.path(index, leaves[: proof.size])


def test_an_entry_is_proved_against_every_later_checkpoint_too(log: list[Entry]) -> None:
    leaves = [data_of(entry) or b"" for entry in log]
    for size in (4, 11, 13):
        proof = prove(log[1], size)
        assert verify(proof) and list(proof.path) == rfc6962.path(1, leaves[:size])
    for size in (1, 5, 14):
        with pytest.raises(NoSuchSize):
            prove(log[1], size)


def test_any_two_checkpoints_are_consistent_and_no_other_sizes_are_answered(log: list[Entry]) -> None:
    leaves = [data_of(entry) or b"" for entry in log]
    for old in (3, 4, 11, 13):
        for size in (each for each in (3, 4, 11, 13) if each >= old):
            assert consistency(old, size) == rfc6962.consistency(old, leaves[:size])
    for old, size in ((5, 13), (3, 12), (13, 3), (0, 3)):
        with pytest.raises(NoSuchSize):
            consistency(old, size)


def test_proofs_over_many_stored_levels_are_those_of_the_definition(db: None) -> None:
    for number in range(600):
        record("seen", {"n": number})
        if number in (255, 256, 299):
            seal()
    seal()
    assert dict(Counter(Node.objects.values_list("level", flat=True))) == {4: 37, 8: 2}
    leaves = [data_of(entry) or b"" for entry in Entry.objects.order_by("leaf_index")]
    for index in (0, 15, 16, 255, 256, 511, 512, 591, 592, 599):
        proof = prove(Entry.objects.get(leaf_index=index), 600)
        assert verify(proof) and list(proof.path) == rfc6962.path(index, leaves)
    for old in (256, 257, 300):
        assert consistency(old, 600) == rfc6962.consistency(old, leaves)


def test_a_proof_costs_the_same_however_long_the_log_is(
    log: list[Entry], django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
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
    pieces = [proof.leaf, proof.root, *proof.path]
    which = data.draw(st.integers(0, len(pieces) - 1))
    at, mask = data.draw(st.integers(0, len(pieces[which]) - 1)), data.draw(st.integers(1, 255))
    pieces[which] = pieces[which][:at] + bytes([pieces[which][at] ^ mask]) + pieces[which][at + 1 :]
    bent = replace(proof, leaf=pieces[0], root=pieces[1], path=tuple(pieces[2:]))
    assert not verify(bent) and not path_leads_to_root(bent)


def test_a_body_or_salt_that_the_leaf_does_not_commit_to_is_noticed(log: list[Entry]) -> None:
    proof, other = prove(log[2]), prove(log[3])
    assert not verify(replace(proof, body=other.body)) and not verify(replace(proof, salt=other.salt))
    assert not verify(replace(proof, salt=None)) and not verify(replace(proof, body=None))
    assert verify(replace(proof, body=None, salt=None))  # erased: the leaf alone


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
