"""A witness signs growth and nothing else, and never forgets what it has seen."""

from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ledger import notes, tree
from services.simulators.witness import Witness, continues
from tests.ledger import rfc6962

AT = datetime(2026, 11, 28, tzinfo=UTC)
LEAVES = [b"entry %d" % number for number in range(20)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "log.vkey").write_text(f"{notes.own_key()}\n")
    return tmp_path


@pytest.fixture
def witness(folder: Path) -> Witness:
    return Witness("tax", folder)


def note(size: int, leaves: list[bytes] = LEAVES) -> str:
    return notes.written(size, rfc6962.tree_hash(leaves[:size]), AT)


def request(old: int, size: int, leaves: list[bytes] = LEAVES) -> str:
    proof = rfc6962.consistency(old, leaves[:size]) if old else []
    steps = "".join(f"{b64encode(step).decode()}\n" for step in proof)
    return f"old {old}\n{steps}\n{note(size, leaves)}"


def test_the_first_checkpoint_is_signed_and_kept(witness: Witness, folder: Path) -> None:
    reply = witness.add(request(0, 7))
    assert reply.status == 200 and witness.last() == note(7)
    key = notes.key((folder / "tax.vkey").read_text())
    assert notes.signed_by(key, note(7) + reply.text)
    assert not notes.signed_by(key, note(8) + reply.text)


def test_growth_with_its_proof_is_signed(witness: Witness) -> None:
    assert [witness.add(request(old, size)).status for old, size in ((0, 7), (7, 7), (7, 12), (12, 20))] == [
        200
    ] * 4


def test_whoever_asks_from_another_size_is_told_the_one_it_holds(witness: Witness) -> None:
    witness.add(request(0, 7))
    reply = witness.add(request(3, 12))
    assert (reply.status, reply.text, reply.kind) == (409, "7\n", "text/x.tlog.size")


def test_another_past_is_never_signed(witness: Witness) -> None:
    witness.add(request(0, 7))
    changed = [b"changed", *LEAVES[1:]]
    assert witness.add(request(7, 12, changed)).status == 422
    assert witness.add(request(7, 7, changed)).status == 409
    assert witness.last() == note(7)


def test_a_log_that_became_shorter_is_never_signed(witness: Witness) -> None:
    witness.add(request(0, 12))
    assert witness.add(request(7, 7)).status == 409
    assert witness.add(f"old 12\n\n{note(7)}").status == 400
    assert witness.last() == note(12)


def test_it_remembers_over_a_restart_and_keeps_its_key(witness: Witness, folder: Path) -> None:
    witness.add(request(0, 12))
    again = Witness("tax", folder)
    assert (again.public, again.last()) == (witness.public, note(12))
    assert again.add(request(7, 12)).status == 409


def test_only_the_log_it_was_told_of_is_heard(witness: Witness, folder: Path) -> None:
    (folder / "log.vkey").write_text("")
    assert witness.add(request(0, 7)).status == 403
    (folder / "log.vkey").unlink()
    assert witness.add(request(0, 7)).status == 403 and witness.last() == ""


def test_a_changed_checkpoint_is_not_the_logs(witness: Witness) -> None:
    assert witness.add(request(0, 7).replace("\n7\n", "\n8\n")).status == 403


@pytest.mark.parametrize(
    "text", ["", "old 0", "old x\n\nq", "old 0\n\n", "old -1\n\n", "old 0\n***\n\na\n1\n***\n\n"]
)
def test_what_is_no_request_is_refused(witness: Witness, text: str) -> None:
    assert witness.add(text).status == 400


def test_its_secret_is_for_itself(witness: Witness, folder: Path) -> None:
    assert (folder / "tax.key").stat().st_mode & 0o077 == 0


@given(st.integers(1, 60), st.integers(1, 60))
def test_it_judges_proofs_as_the_log_does(old: int, size: int) -> None:
    leaves = [b"%d" % number for number in range(60)]
    first, second = rfc6962.tree_hash(leaves[:old]), rfc6962.tree_hash(leaves[:size])
    if old <= size:
        proof = rfc6962.consistency(old, leaves[:size])
        assert continues(proof, old, size, first, second)
        assert tree.roots_from(proof, old, size, first) == (first, second)
        assert not continues([*proof, first], old, size, first, second)
        assert not continues(proof, old, size, second, first) or first == second
