"""Witnesses over real HTTP: they sign growth, and a log that was rolled back is refused and remembered."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.ledger import notes
from services.ledger.checkpoints import published, short
from services.ledger.entries import record
from services.ledger.models import Checkpoint, CoSignature, Entry, Refusal
from services.ledger.sealer import seal
from services.ledger.witnesses import NotOurs, files, keys, seen_in
from services.ledger.witnessing import ask_witnesses
from services.simulators.departments import DEPARTMENTS
from services.simulators.people import People
from services.simulators.seals import Guard, Keys
from services.simulators.server import HOST, Server
from services.simulators.witness import Witness
from tests.clocks import START
from tests.ledger.intruder import without_triggers

pytestmark = pytest.mark.django_db
NAMES = ("civil_affairs", "tax")


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.WITNESS_FOLDER = tmp_path
    (tmp_path / "log.vkey").write_text(f"{notes.own_key()}\n")
    return tmp_path


@pytest.fixture
def witnesses(settings: Any, folder: Path) -> Iterator[dict[str, Server]]:
    people = People()
    servers = {
        name: Server(DEPARTMENTS[name], people, 0, Guard(Keys(folder, name)), Witness(name, folder))
        for name in NAMES
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    settings.WITNESS_ADDRESSES = {
        name: f"http://{HOST}:{server.server_port}" for name, server in servers.items()
    }
    yield servers
    for server in servers.values():
        server.shutdown()
        server.server_close()


def grow(number: int = 3) -> Checkpoint:
    for each in range(number):
        record("seen", {"n": each})
    seal()
    return Checkpoint.objects.latest("size")


def test_all_sign_and_their_lines_stand_under_the_note(witnesses: Any) -> None:
    checkpoint = grow()
    assert ask_witnesses(at=START) == 2
    note = published(checkpoint)
    assert all(notes.signed_by(key, note) for key in (*keys().values(), notes.own_key()))
    assert set(keys()) == set(NAMES)


def test_they_are_asked_once_a_checkpoint_and_follow_its_growth(witnesses: Any) -> None:
    for size in (3, 1, 17):
        grow(size)
        assert (ask_witnesses(at=START), ask_witnesses(at=START)) == (2, 0)
    assert CoSignature.objects.count() == 6 and not Refusal.objects.exists()


def test_one_that_was_away_for_some_checkpoints_is_proved_all_of_them(witnesses: Any, settings: Any) -> None:
    grow()
    ask_witnesses(at=START)
    everybody = settings.WITNESS_ADDRESSES
    settings.WITNESS_ADDRESSES = {"tax": everybody["tax"]}
    grow()
    ask_witnesses(at=START)
    settings.WITNESS_ADDRESSES = everybody
    grow(5)
    assert ask_witnesses(at=START) == 2


def test_a_witness_that_holds_more_than_we_remember_says_so_and_is_proved_from_there(
    witnesses: Any, folder: Path
) -> None:
    """Its answer was lost: the line is not in our table, the checkpoint is in its file."""
    checkpoint = grow()
    other = Witness("tax", folder)
    assert other.add(f"old 0\n\n{checkpoint.note}").status == 200
    grow()
    assert ask_witnesses(at=START) == 2


def test_gap_35_a_rolled_back_log_is_refused_and_the_refusal_is_kept_once(witnesses: Any) -> None:
    grow()
    grow()
    ask_witnesses(at=START)
    with without_triggers():  # what a restored backup looks like
        CoSignature.objects.all().delete()
        Checkpoint.objects.filter(size=6).delete()
        Entry.objects.filter(leaf_index__gte=3).delete()
    assert (ask_witnesses(at=START), ask_witnesses(at=START)) == (0, 0)
    told = Refusal.objects.order_by("witness").values_list("witness", "size", "seen", "reason")
    assert list(told) == [("civil_affairs", 3, 6, "conflict"), ("tax", 3, 6, "conflict")]


def test_another_past_is_refused(witnesses: Any) -> None:
    grow()
    ask_witnesses(at=START)
    with without_triggers():
        CoSignature.objects.all().delete()
        Checkpoint.objects.all().delete()
        Entry.objects.all().delete()
    grow(5)
    assert ask_witnesses(at=START) == 0
    assert set(Refusal.objects.values_list("reason", "seen")) == {("unknown_size", 3)}


def test_an_answer_under_another_key_is_no_signature(witnesses: Any, folder: Path, tmp_path: Path) -> None:
    grow()
    other = Witness("tax", tmp_path / "other")
    (folder / "tax.vkey").write_text((tmp_path / "other/tax.vkey").read_text())
    assert other.public and ask_witnesses(at=START) == 1
    assert list(Refusal.objects.values_list("witness", "reason")) == [("tax", "bad_signature")]


def test_a_witness_without_a_known_key_or_out_of_reach_is_left_out(witnesses: Any, settings: Any) -> None:
    grow()
    settings.WITNESS_ADDRESSES = {
        **settings.WITNESS_ADDRESSES,
        "nobody": "http://127.0.0.1:9",
        "tax": "http://127.0.0.1:9",
    }
    assert ask_witnesses(at=START) == 1 and not Refusal.objects.exists()


def test_nothing_is_asked_before_the_first_checkpoint(witnesses: Any) -> None:
    assert ask_witnesses(at=START) == 0


def test_the_file_of_a_witness_tells_what_it_saw(witnesses: Any, folder: Path) -> None:
    checkpoint = grow()
    ask_witnesses(at=START)
    held = [seen_in(file) for file in files()]
    assert [(each.witness, each.size, each.root) for each in held] == [
        (name, 3, bytes(checkpoint.root)) for name in NAMES
    ]
    (folder / "tax.checkpoint").write_text(checkpoint.note.replace("\n3\n", "\n9\n"))
    with pytest.raises(NotOurs):
        seen_in(folder / "tax.checkpoint")


def test_on_paper_size_and_the_beginning_of_the_root_stand(witnesses: Any) -> None:
    checkpoint = grow()
    assert short(checkpoint) == f"3:{bytes(checkpoint.root).hex()[:12]}"
