"""The two commands as they are typed, and the sentences that end a start that cannot go on."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import bootstrap
from portal.starting.environment import Folder, Stopped


class TestCommandLine:
    @pytest.mark.parametrize(
        ("words", "meant"),
        [
            ([], ["--broker", "redis", "--port", "8000"]),
            (["--port", "8123", "--broker", "rabbitmq"], ["--broker", "rabbitmq", "--port", "8123"]),
        ],
    )
    def test_the_cluster_has_a_port_and_a_broker(self, words: list[str], meant: list[str]) -> None:
        assert bootstrap.read_job(["cluster", *words]) == ("cluster", meant)

    def test_another_broker_is_refused(self) -> None:
        with pytest.raises(Stopped, match="Argument --broker: invalid choice: 'pigeon'"):
            bootstrap.read_job(["cluster", "--broker", "pigeon"])

    def test_the_demo_has_a_port_of_its_own(self) -> None:
        assert bootstrap.read_job(["demo"]) == ("demo", ["--port", "8000"])

    @pytest.mark.parametrize("words", [["--port", "8123"], ["--port=8123"]])
    def test_the_demo_may_have_another(self, words: list[str]) -> None:
        assert bootstrap.read_job(["demo", *words]) == ("demo", ["--port", "8123"])

    @given(st.lists(st.text()))
    def test_the_words_after_test_are_pytests(self, words: list[str]) -> None:
        assert bootstrap.read_job(["test", *words]) == ("test", words)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ([], "Say what to run"),
            (["demonstration"], "There is no job 'demonstration'"),
            (["--help"], "There is no job '--help'"),
            (["demo", "--port"], "Argument --port: expected one argument"),
            (["demo", "--port", "eight"], "'eight' is not a port"),
            (["demo", "--port", "0"], "'0' is not a port"),
            (["demo", "--port", "65536"], "'65536' is not a port"),
            (["demo", "--prot", "8123"], "Unrecognized arguments: --prot 8123"),
            (["demo", "8123"], "Unrecognized arguments: 8123"),
            (["demo", "--po", "8123"], "Unrecognized arguments: --po 8123"),
        ],
    )
    def test_anything_else_is_answered_in_one_line(self, words: list[str], said: str) -> None:
        with pytest.raises(Stopped) as stop:
            bootstrap.read_job(words)
        assert str(stop.value).startswith(said) and "\n" not in str(stop.value)
        assert stop.value.code == 2

    @given(st.lists(st.text(), min_size=1))
    def test_no_words_make_it_stumble(self, words: list[str]) -> None:
        try:
            job, rest = bootstrap.read_job(words)
        except Stopped as stop:
            assert stop.code == 2
        else:
            assert job == words[0] and isinstance(rest, list)


class TestPython:
    @pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
    def test_four_versions_are_supported(self, version: tuple[int, int]) -> None:
        bootstrap.refuse_python(version)

    @pytest.mark.parametrize("version", [(2, 7), (3, 10), (3, 15), (4, 0)])
    def test_others_end_the_start_with_status_3(self, version: tuple[int, int]) -> None:
        with pytest.raises(Stopped, match=r"the portal needs 3\.11 to 3\.14") as stop:
            bootstrap.refuse_python(version)
        assert stop.value.code == 3

    def test_what_packages_are_told_is_what_is_checked(self) -> None:
        declared = (bootstrap.ROOT / "pyproject.toml").read_text()
        oldest, newest = bootstrap.OLDEST, bootstrap.NEWEST
        assert f'requires-python = ">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"' in declared


class Became(Exception):
    """In place of `exec`, from which nobody returns."""


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A start in a folder of its own that stops where the job would begin, and what the job would be."""
    words: list[list[str]] = []

    def execv(program: Path, command: list[str]) -> NoReturn:
        words.append(command)
        raise Became

    monkeypatch.setattr(bootstrap.os, "execv", execv)
    monkeypatch.setattr(bootstrap.os, "chdir", lambda place: None)
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *_: None)
    monkeypatch.setattr(Folder, "prepare", lambda self, job, port=None: None)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.delenv("PORTAL_VAR", raising=False)
    return words


def python(folder: Path) -> str:
    return str(folder / ".venv/bin/python")


class TestStart:
    @pytest.mark.parametrize(
        ("words", "job"),
        [
            (["demo"], ["portal.demo.serve", "--port", "8000"]),
            (["demo", "--port", "81"], ["portal.demo.serve", "--port", "81"]),
            (["test", "-k", "ports"], ["tests.everything", "-k", "ports"]),
        ],
    )
    def test_the_process_becomes_the_job(
        self, became: list[list[str]], tmp_path: Path, words: list[str], job: Sequence[str]
    ) -> None:
        with pytest.raises(Became):
            bootstrap.main(words)
        assert became == [[python(tmp_path), "-m", *job]]

    def test_what_its_pythons_compile_is_kept_for_the_next(
        self, became: list[list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        with pytest.raises(Became):
            bootstrap.main(["demo"])
        assert "PYTHONDONTWRITEBYTECODE" not in os.environ

    def test_a_start_that_cannot_go_on_says_why_and_becomes_nothing(
        self, became: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def prepare(self: Folder, job: str, port: int | None = None) -> None:
            raise Stopped("No connection: try again.", 7)

        monkeypatch.setattr(Folder, "prepare", prepare)
        assert bootstrap.main(["demo"]) == 7
        assert capsys.readouterr() == ("", "No connection: try again.\n") and became == []

    def test_the_port_is_known_before_anything_is_prepared(
        self, became: list[list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        prepared: list[tuple[str, int | None]] = []
        monkeypatch.setattr(Folder, "prepare", lambda self, job, port=None: prepared.append((job, port)))
        for words in (["demo", "--port", "8123"], ["test", "8123"]):
            with pytest.raises(Became):
                bootstrap.main(words)
        assert prepared == [("demo", 8123), ("test", None)]

    def test_a_folder_that_cannot_be_written_ends_it(
        self, became: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "var").touch()
        assert bootstrap.main(["demo"]) == 1
        assert capsys.readouterr().err.startswith(f"The folder {tmp_path}/var cannot be written")

    def test_ctrl_c_is_no_traceback(
        self,
        became: list[list[str]],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def prepare(self: Folder, job: str, port: int | None = None) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(Folder, "prepare", prepare)
        assert bootstrap.main(["test"]) == 130
        assert capsys.readouterr().err == "\nStopped. The next start begins where it can.\n"
