"""The program that is handed out: run as strangers run it, in a Python that has no Django and none of our packages."""

import json
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from services.ledger import ledger_check, notes
from services.ledger.checkpoints import newest, of_size, published
from services.ledger.entries import record
from services.ledger.erasing import erase
from services.ledger.models import Checkpoint, CoSignature, Entry
from services.ledger.proof_files import all_keys, export, proof_file
from services.ledger.proofs import NotSealed, consistency
from services.ledger.sealer import seal
from services.simulators.witness import Witness
from tests.clocks import START
from tests.ledger.intruder import without_triggers

pytestmark = pytest.mark.django_db
PROGRAM = Path(ledger_check.__file__)
# as if nothing of ours were installed: importing any of it is an error
ALONE = """
import runpy, sys
for name in ("django", "services", "portal", "httpcore"):
    sys.modules[name] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def log(settings: Any, tmp_path: Path) -> Path:
    """27 entries under two checkpoints, the second witnessed; the folder of a stranger with the program and the keys."""
    settings.WITNESS_FOLDER = tmp_path / "witnesses"
    settings.WITNESS_FOLDER.mkdir()
    (settings.WITNESS_FOLDER / "log.vkey").write_text(f"{notes.own_key()}\n")
    for size in (7, 20):
        for number in range(size):
            record("seen", {"n": number, "who": "王"})
        seal(at=START)
    checkpoint = newest()
    assert checkpoint
    line = Witness("tax", settings.WITNESS_FOLDER).add(f"old 0\n\n{checkpoint.note}").text.strip()
    CoSignature.objects.create(checkpoint=checkpoint, witness="tax", line=line, at=START)
    folder = tmp_path / "stranger"
    folder.mkdir()
    shutil.copy(PROGRAM, folder)
    (folder / "keys.txt").write_text(all_keys().replace("log.vkey", ""))
    return folder


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE, PROGRAM.name, "keys.txt", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


def test_every_kind_of_file_is_found_genuine_without_django(log: Path) -> None:
    (log / "proof.json").write_bytes(proof_file(Entry.objects.get(leaf_index=3)))
    old, new = of_size(7), of_size(27)
    assert old and new
    (log / "old.txt").write_text(published(old))
    (log / "new.txt").write_text(published(new))
    (log / "growth.txt").write_text("".join(f"{b64encode(step).decode()}\n" for step in consistency(7, 27)))
    (log / "export.jsonl").write_text("".join(export()))
    said = [
        run(log, "proof", "proof.json"),
        run(log, "checkpoint", "new.txt"),
        run(log, "growth", "old.txt", "new.txt", "growth.txt"),
        run(log, "export", "export.jsonl"),
    ]
    by = "signed by the ledger and 1 witnesses, tax"
    assert said == [
        (0, f'Genuine: entry 3 of 27, {by}. It says: {{"kind":"seen","n":3,"who":"王"}}'),
        (0, f"Genuine: 27 entries, root {bytes(new.root).hex()}, {by}."),
        (0, f"Genuine: 27 entries continue 7, {by}."),
        (0, f"Genuine: 27 entries, 0 of them erased, {by}."),
    ]


def test_it_ends_with_one_and_a_sentence_where_something_is_wrong(log: Path) -> None:
    proof = json.loads(proof_file(Entry.objects.get(leaf_index=3)))
    (log / "proof.json").write_text(json.dumps(proof | {"payload": '{"kind":"seen","n":4}'}))
    assert run(log, "proof", "proof.json") == (1, "NOT genuine. The text is not what the entry commits to.")
    (log / "proof.json").write_text("{}")
    code, said = run(log, "proof", "proof.json")
    assert code == 1 and said.startswith("NOT genuine. It cannot be read")


def test_it_says_how_it_is_called_and_nothing_of_what_it_did_not_read() -> None:
    for words in ([], ["proof.json"], ["keys.txt", "proof"]):
        code, said = ledger_check.main(words)
        assert code == 1 and "KEYS proof FILE" in said and "NOT" not in said


def keys() -> "ledger_check.Keys":
    return ledger_check.keys_in(all_keys())


def bent(**changes: object) -> str:
    return json.dumps(json.loads(proof_file(Entry.objects.get(leaf_index=3))) | changes)


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: {"index": 4},
        lambda proof: {"index": -1},
        lambda proof: {"index": 27},
        lambda proof: {"path": proof["path"][:-1]},
        lambda proof: {"path": [*proof["path"], proof["path"][0]]},
        lambda proof: {"path": proof["path"][::-1]},
        lambda proof: {"leaf": proof["leaf"].replace("seen", "read")},
        lambda proof: {"salt": "00" * 32},
        lambda proof: {"salt": None},
        lambda proof: {"checkpoint": proof["checkpoint"].replace("\n27\n", "\n28\n")},
        lambda proof: {"checkpoint": proof["checkpoint"].split("\n\n")[0] + "\n\n"},
    ],
)
def test_a_proof_that_was_changed_anywhere_is_not_genuine(
    log: Path, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    with pytest.raises(ledger_check.Wrong):
        ledger_check.check_proof(bent(**change(json.loads(bent()))), keys())


def test_the_proof_of_an_erased_entry_says_so(log: Path) -> None:
    erase([3], reason="PIPL 47")
    assert "What it said was erased." in ledger_check.check_proof(bent(), keys())


def test_an_entry_older_than_commitments_is_its_own_leaf(log: Path) -> None:
    text = '{"kind":"seen"}'
    assert ledger_check.opened({"leaf": text, "payload": text, "salt": None}) == text
    with pytest.raises(ledger_check.Wrong):
        ledger_check.opened({"leaf": text, "payload": '{"kind":"read"}', "salt": None})


def test_a_checkpoint_of_somebody_else_is_not_genuine(log: Path, settings: Any) -> None:
    ours = keys()
    settings.LEDGER_KEY = "A" * 43 + "="
    with pytest.raises(ledger_check.Wrong, match="not signed by the ledger"):
        ledger_check.check_checkpoint(notes.written(7, b"r" * 32, START), ours)


def test_growth_that_is_none_is_not_genuine(log: Path) -> None:
    old, new = of_size(7), of_size(27)
    assert old and new
    proof = "".join(f"{b64encode(step).decode()}\n" for step in consistency(7, 27))
    for first, second, steps in (
        (old, new, ""),
        (new, old, proof),
        (old, new, proof[::-1]),
        (old, old, proof),
    ):
        with pytest.raises((ledger_check.Wrong, ValueError)):
            ledger_check.check_growth(published(first), published(second), steps, keys())
    assert ledger_check.check_growth(published(new), published(new), "", keys())


class TestExport:
    def test_what_was_erased_is_counted_and_must_be_recorded(self, log: Path) -> None:
        erase([3, 4], reason="PIPL 47")
        seal()
        assert "28 entries, 2 of them erased" in ledger_check.check_export(export(), keys())
        Entry.objects.filter(leaf_index=5).update(body=None, salt=None)
        with pytest.raises(ledger_check.Wrong, match=r"Erased without a record: \[5\]"):
            ledger_check.check_export(export(), keys())

    def test_a_row_changed_dropped_swapped_or_added_is_noticed(self, log: Path) -> None:
        lines = list(export())
        tampered = [
            [*lines[:3], *lines[4:]],
            [*lines[:3], lines[4], lines[3], *lines[5:]],
            [*lines[:3], lines[3], *lines[3:]],
            [*lines[:3], lines[3].replace("seen", "read"), *lines[4:]],
            [line for line in lines if "checkpoint" not in line],
        ]
        for some in tampered:
            with pytest.raises(ledger_check.Wrong):
                ledger_check.check_export(some, keys())
        assert ledger_check.check_export(lines, keys())

    def test_a_damaged_log_is_exported_as_it_is_and_found_out(self, log: Path) -> None:
        with without_triggers():
            Entry.objects.get(leaf_index=3).delete()
        with pytest.raises(ledger_check.Wrong):
            ledger_check.check_export(export(), keys())

    def test_it_is_streamed_in_few_questions(
        self, log: Path, django_assert_max_num_queries: pytest.FixtureRequest
    ) -> None:
        with django_assert_max_num_queries(4):  # type: ignore[operator]
            assert len(list(export())) == 1 + 27 + 2

    def test_the_command_writes_a_file_for_its_owner_alone(self, log: Path) -> None:
        said = StringIO()
        call_command("export_ledger", str(log / "export.jsonl"), stdout=said)
        assert said.getvalue() == "30 lines.\n"
        assert (log / "export.jsonl").stat().st_mode & 0o077 == 0
        assert run(log, "export", "export.jsonl")[0] == 0


def test_there_is_no_proof_before_the_sealer_came_by(log: Path) -> None:
    with pytest.raises(NotSealed):
        proof_file(record("seen", {"n": 99}))
    with without_triggers():
        CoSignature.objects.all().delete()
        Checkpoint.objects.all().delete()
    with pytest.raises(NotSealed):
        proof_file(Entry.objects.get(leaf_index=3))
