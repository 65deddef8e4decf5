"""One demo a folder, and a port that a killed demo's children still hold for a moment."""

import json
import os
from pathlib import Path

import pytest

from portal.demo import claim
from portal.starting import ports

PORT = 8123


@pytest.fixture(autouse=True)
def port(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The port as the machine has it: what comes off this list at each look, and free at the end of it."""
    looks: list[str] = []

    def refuse_taken(number: int) -> None:
        if looks and looks.pop(0) == "taken":
            raise ports.PortError(f"Port {number} is taken")

    monkeypatch.setattr(ports, "refuse_taken", refuse_taken)
    monkeypatch.setattr(claim.time, "sleep", lambda seconds: None)
    return looks


def note(var: Path) -> str:
    return (var / "demo.lock").read_text()


def test_while_it_is_held_the_note_says_by_whom_and_afterwards_nothing(tmp_path: Path) -> None:
    with claim.folder(tmp_path / "var", PORT):
        assert json.loads(note(tmp_path / "var")) == {"port": PORT, "process": os.getpid()}
    assert note(tmp_path / "var") == ""


def test_a_second_demo_in_the_folder_is_told_where_the_first_is(tmp_path: Path) -> None:
    said = (
        rf"runs already at http://127.0.0.1:{PORT}/ \(process {os.getpid()}\): use it, or end it with Ctrl-C"
    )
    with claim.folder(tmp_path, PORT):
        with pytest.raises(claim.Claimed, match=said), claim.folder(tmp_path, PORT + 1):
            pytest.fail("both hold the folder")
        assert json.loads(note(tmp_path))["port"] == PORT


def test_another_folder_is_another_demo(tmp_path: Path) -> None:
    with claim.folder(tmp_path / "a", PORT), claim.folder(tmp_path / "b", PORT + 1):
        assert note(tmp_path / "a") != note(tmp_path / "b")


def test_an_owner_that_has_not_written_its_note_yet_is_believed_all_the_same(tmp_path: Path) -> None:
    with claim.folder(tmp_path, PORT):
        (tmp_path / "demo.lock").write_text('{"po')
        with pytest.raises(claim.Claimed, match="runs already: use it"), claim.folder(tmp_path, PORT):
            pytest.fail("both hold the folder")


def test_a_taken_port_ends_the_start_at_once(tmp_path: Path, port: list[str]) -> None:
    port += ["taken", "free"]
    with pytest.raises(ports.PortError), claim.folder(tmp_path, PORT):
        pytest.fail("the port was not ours")
    assert port == ["free"]


def test_after_a_death_the_same_port_gets_a_moment(tmp_path: Path, port: list[str]) -> None:
    (tmp_path / "demo.lock").write_text(json.dumps({"port": PORT, "process": 1}))
    port += ["taken", "taken", "free"]
    with claim.folder(tmp_path, PORT):
        assert port == []


def test_after_a_death_another_port_gets_none(tmp_path: Path, port: list[str]) -> None:
    (tmp_path / "demo.lock").write_text(json.dumps({"port": PORT + 1, "process": 1}))
    port += ["taken", "free"]
    with pytest.raises(ports.PortError), claim.folder(tmp_path, PORT):
        pytest.fail("the port was not ours")


def test_a_moment_is_not_for_ever(tmp_path: Path, port: list[str]) -> None:
    (tmp_path / "demo.lock").write_text(json.dumps({"port": PORT, "process": 1}))
    port += ["taken"] * 3
    with pytest.raises(ports.PortError), claim.folder(tmp_path, PORT, patience=0.0):
        pytest.fail("the port was not ours")


@pytest.mark.parametrize("written", ["", "{", "[]", "8123", '{"port": 8123}', "null", '"port process"'])
def test_a_note_that_makes_no_sense_is_nobodys(tmp_path: Path, written: str) -> None:
    (tmp_path / "demo.lock").write_text(written)
    with claim.folder(tmp_path, PORT):
        assert json.loads(note(tmp_path))["port"] == PORT


def test_a_demo_that_fails_leaves_its_note_for_the_next(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), claim.folder(tmp_path, PORT):
        _ = 1 / 0
    with claim.folder(tmp_path, PORT):
        pass
    assert note(tmp_path) == ""
