"""The environment is made once, mended when it must be, and survives a death at any moment.

No program runs here: a small machine plays Python, pip, uv and apt-get, and can be killed before any command.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.starting import environment, pango, ports
from portal.starting.environment import Folder, Stopped

VERSION = "3.11.2 (main)"


class Killed(BaseException):
    """`kill -9`: nothing of ours runs after it."""


class Machine:
    """Plays the programs that a start calls, and writes down what they were asked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked: list[str] = []
        self.failing: set[str] = set()
        self.version = self.next_version = VERSION  # of the environment, and of one that is made now
        self.environment: dict[str, str] = {}  # variables of the last program that was given some
        self.lives: int | None = None  # commands until the start is killed
        (root / "requirements").mkdir(parents=True)
        self.lock("prod", "django==5.2.19 \\\n    --hash=sha256:00\nsegno==1.6.6\n")
        self.lock("dev", "django==5.2.19\npytest==9.2.0\nsegno==1.6.6\n")

    def lock(self, name: str, text: str) -> None:
        (self.root / f"requirements/{name}.lock").write_text(text)

    def quietly(
        self, *words: object, inherited: object = (), environment: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        if self.lives is not None:
            self.lives -= 1
            if self.lives < 0:
                raise Killed
        said = " ".join(map(str, words))
        self.environment = environment or self.environment
        deed, works = self.deed(said)
        if deed != "version":
            self.asked.append(deed)
        failed = deed in self.failing or not works
        return subprocess.CompletedProcess([], int(failed), "" if failed else self.output(deed))

    def output(self, deed: str) -> str:
        return {"version": f"{self.version}\n", "mirror": "https://mirror.example/simple\n"}.get(deed, "")

    def deed(self, said: str) -> tuple[str, bool]:
        """The name of what is asked, and whether the machine can do it. Making and installing leave a trace."""
        venv = self.root / ".venv"
        python = venv / "bin/python"
        if "-m venv" in said:
            if "venv" not in self.failing:
                python.parent.mkdir(parents=True, exist_ok=True)
                python.touch()
                self.version = self.next_version
            return "venv", True
        for part, name in {
            "print(sys.version)": "version",
            "uv --version": "has uv",
            "config get": "mirror",
        }.items():
            if part in said:
                return name, python.exists() and (name != "has uv" or (venv / "uv").exists())
        if "portal.starting.texts" in said:
            for source in self.root.glob("locale/*/LC_MESSAGES/*.po"):
                source.with_suffix(".mo").touch()
            return "compile", True
        if environment.UV in said:
            (venv / "uv").touch()
            return "pip uv", python.exists()
        return f"{'uv' if '-m uv' in said else 'pip'} {Path(said.rpartition(' ')[2]).name}", python.exists()

    def start(self, job: str = "demo", port: int | None = None) -> list[str]:
        """One start from the beginning; what it asked the machine to do."""
        self.asked = []
        Folder(self.root).prepare(job, port)
        return self.asked

    def killed_start(self, after: int, job: str) -> None:
        self.lives = after
        try:
            self.start(job)
        except Killed:
            pass
        finally:
            self.lives = None


@pytest.fixture(autouse=True)
def nothing_real(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORTAL_PYTHON", "PORTAL_VAR", "PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pango, "present", lambda: True)
    monkeypatch.setattr(pango, "may_install", lambda: False)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setattr(environment, "quietly", made.quietly)
    return made


FIRST = ["venv", "has uv", "pip uv", "mirror", "uv prod.lock"]


class TestStarts:
    def test_the_first_makes_the_environment_and_installs_into_it(self, machine: Machine) -> None:
        assert machine.start() == FIRST

    def test_the_second_finds_everything(self, machine: Machine) -> None:
        machine.start()
        assert machine.start() == []

    def test_a_demo_after_a_test_installs_nothing(self, machine: Machine) -> None:
        machine.start("test")
        assert machine.start("demo") == []

    def test_a_test_after_a_demo_adds_what_it_needs(self, machine: Machine) -> None:
        machine.start("demo")
        assert machine.start("test") == ["has uv", "mirror", "uv dev.lock"]
        assert machine.start("demo") == []

    def test_a_changed_lock_is_installed_into_the_same_environment(self, machine: Machine) -> None:
        machine.start()
        machine.lock("prod", "django==5.2.20\n")
        assert machine.start() == ["has uv", "mirror", "uv prod.lock"]

    def test_another_python_in_the_environment_has_its_packages_installed_anew(
        self, machine: Machine
    ) -> None:
        machine.start()
        machine.version = "3.11.3 (main)"
        assert machine.start() == ["has uv", "mirror", "uv prod.lock"]

    def test_an_environment_somebody_made_by_hand_is_kept_and_filled(self, machine: Machine) -> None:
        machine.quietly("python3", "-m venv")
        (machine.root / ".venv/mine").touch()
        assert machine.start() == FIRST[1:]
        assert (machine.root / ".venv/mine").exists()

    def test_a_broken_python_is_replaced(self, machine: Machine) -> None:
        machine.start()
        (machine.root / ".venv/bin/python").unlink()
        assert machine.start()[0] == "venv"

    def test_the_python_that_is_named_replaces_another(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine.start()
        monkeypatch.setenv("PORTAL_PYTHON", "/opt/python3.13")
        monkeypatch.setattr(environment.sys, "version", "3.13.0 (main)")
        machine.next_version = "3.13.0 (main)"
        assert machine.start() == FIRST
        assert machine.start() == []


class TestDeaths:
    def test_a_half_made_environment_is_thrown_away(self, machine: Machine) -> None:
        machine.killed_start(after=2, job="demo")
        stale = machine.root / ".venv/lib/half"
        stale.mkdir(parents=True)
        assert machine.start()[0] == "venv"
        assert not stale.exists()

    def test_a_death_while_throwing_away_leaves_the_mark(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine.start()
        folder = Folder(machine.root)

        def die(path: Path) -> None:
            raise Killed

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(environment.shutil, "rmtree", die)
            folder.clear()
        assert folder.building.exists() and folder.version() is None
        assert machine.start()[0] == "venv"

    @given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["demo", "test"])), max_size=4))
    def test_whatever_deaths_came_before_the_next_start_ends_ready(
        self, tmp_path_factory: pytest.TempPathFactory, deaths: list[tuple[int, str]]
    ) -> None:
        with pytest.MonkeyPatch.context() as patch:
            machine = Machine(tmp_path_factory.mktemp("folder") / "portal")
            patch.setattr(environment, "quietly", machine.quietly)
            for after, job in deaths:
                machine.killed_start(after, job)
            machine.start("test")
            assert not Folder(machine.root).building.exists()
            assert machine.start("test") == machine.start("demo") == []


class TestWhatFails:
    def test_pip_does_it_where_uv_cannot(self, machine: Machine) -> None:
        machine.failing = {"uv prod.lock"}
        assert machine.start() == [*FIRST, "pip prod.lock"]
        assert machine.start() == []

    def test_pip_does_it_where_uv_cannot_be_had(self, machine: Machine) -> None:
        machine.failing = {"pip uv"}
        assert machine.start() == ["venv", "has uv", "pip uv", "pip prod.lock"]

    def test_without_a_connection_the_start_ends_with_a_sentence(self, machine: Machine) -> None:
        machine.failing = {"pip uv", "pip prod.lock"}
        with pytest.raises(Stopped, match=r"The packages could not be installed: .* and run again") as stop:
            machine.start()
        assert stop.value.code == 1
        machine.failing = set()
        assert machine.start()[0] == "venv"

    def test_without_the_venv_module_the_sentence_names_it(self, machine: Machine) -> None:
        machine.failing = {"venv"}
        with pytest.raises(Stopped, match="apt install python3-venv"):
            machine.start()

    def test_the_administrator_gets_the_venv_module_installed(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def install(*packages: str) -> bool:
            machine.failing.clear()
            return packages == ("python3-venv",)

        monkeypatch.setattr(pango, "may_install", lambda: True)
        monkeypatch.setattr(pango, "install", install)
        machine.failing = {"venv"}
        assert machine.start() == ["venv", *FIRST]

    def test_a_taken_port_is_told_before_anything_is_made(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(port: int) -> None:
            raise ports.PortError(f"Port {port} is taken")

        monkeypatch.setattr(ports, "refuse_taken", refuse)
        with pytest.raises(Stopped, match="Port 8000 is taken"):
            machine.start(port=8000)
        assert machine.asked == [] and not (machine.root / ".venv").exists()

    def test_a_place_that_cannot_be_a_folder_is_refused(self, machine: Machine) -> None:
        Folder(machine.root).refuse_unwritable()
        (machine.root / "var").rmdir()
        (machine.root / "var").touch()
        with pytest.raises(
            Stopped, match=r"The folder .*/var cannot be written: give your account the right"
        ):
            Folder(machine.root).refuse_unwritable()

    def test_a_folder_without_the_right_to_write_is_refused(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(environment.os, "access", lambda place, mode: place != machine.root)
        with pytest.raises(Stopped, match=f"The folder {machine.root} cannot be written"):
            Folder(machine.root).refuse_unwritable()


class TestMirror:
    def test_uv_is_told_of_the_mirror_that_pip_is_set_to(self, machine: Machine) -> None:
        machine.start()
        assert machine.environment["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
        assert machine.environment["UV_SYSTEM_CERTS"] == "1"

    def test_the_variables_of_the_person_win(self, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", "https://near.example/simple")
        assert "mirror" not in machine.start()
        assert (
            machine.environment and machine.environment["UV_DEFAULT_INDEX"] == "https://near.example/simple"
        )
        monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mine.example/simple")
        machine.start("test")
        assert machine.environment["UV_DEFAULT_INDEX"] == "https://mine.example/simple"

    def test_without_a_mirror_uv_keeps_its_own(self, machine: Machine) -> None:
        machine.failing = {"mirror"}
        machine.start()
        assert "UV_DEFAULT_INDEX" not in machine.environment


class TestTwoAtOnce:
    def test_the_second_waits_for_the_first_and_says_so(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = Folder(machine.root).alone()
        first.__enter__()
        told: list[str] = []

        @contextmanager
        def step(what: str) -> Iterator[None]:
            told.append(what)
            first.__exit__(None, None, None)
            yield

        monkeypatch.setattr(environment, "step", step)
        with Folder(machine.root).alone():
            assert told == ["Another start is preparing this folder: waiting for it"]

    def test_the_installers_hold_the_lock_after_a_death(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: dict[str, object] = {}

        def quietly(*words: object, inherited: object = (), **rest: object) -> object:
            seen[machine.deed(" ".join(map(str, words)))[0]] = inherited
            return machine.quietly(*words)

        monkeypatch.setattr(environment, "quietly", quietly)
        machine.start()
        assert seen["venv"] == seen["pip uv"] == seen["uv prod.lock"] != ()


class TestTranslations:
    @pytest.fixture
    def source(self, machine: Machine) -> Path:
        machine.start()
        po = machine.root / "locale/zh_Hans/LC_MESSAGES/django.po"
        po.parent.mkdir(parents=True)
        po.write_text("")
        return po

    def test_one_that_was_never_compiled_is(self, machine: Machine, source: Path) -> None:
        assert machine.start() == ["compile"]

    def test_one_that_is_older_than_its_result_is_left_alone(self, machine: Machine, source: Path) -> None:
        machine.start()
        assert machine.start() == []

    def test_one_that_changed_is_compiled_again(self, machine: Machine, source: Path) -> None:
        machine.start()
        compiled = source.with_suffix(".mo").stat().st_mtime_ns
        os.utime(source, ns=(compiled + 1, compiled + 1))
        assert machine.start() == ["compile"]

    def test_one_that_cannot_be_compiled_ends_the_start(self, machine: Machine, source: Path) -> None:
        machine.failing = {"compile"}
        with pytest.raises(Stopped, match="The translations cannot be compiled: mend the line above"):
            machine.start()


def test_only_the_demo_looks_for_pango(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(pango, "ensure", lambda: looked.append("looked"))
    machine.start("test")
    assert looked == []
    machine.start("demo")
    assert looked == ["looked"]


def test_the_lock_for_tests_holds_the_lock_of_the_demo() -> None:
    """So that a demo after a test needs no installation."""
    folder = Path(__file__).resolve().parents[2] / "requirements"
    pins = {
        name: {line.split(" ")[0] for line in (folder / name).read_text().splitlines() if line[:1].isalnum()}
        for name in environment.LOCKS["test"]
    }
    assert pins["prod.lock"] and pins["prod.lock"] <= pins["dev.lock"]
