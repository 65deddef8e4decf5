"""`run`, the one file that must work before there is a Python: tried with programs that only say who they are."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    """A folder with a copy of `run`, a path with nothing but what a test puts there, and a home."""

    def __init__(self, place: Path) -> None:
        self.folder, self.bin, self.home = place / "portal", place / "bin", place / "home"
        for each in (self.folder, self.bin, self.home):
            each.mkdir()
        shutil.copy(ROOT / "run", self.folder)

    def has(self, name: str, *, fits: bool = True, venv: bool = True, place: Path | None = None) -> Path:
        """A Python by `name` that passes the questions of `run` or not, and says its name when it is started."""
        program = (place or self.bin) / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(
            "#!/bin/sh\n"
            'case "$*" in\n'
            f"  *version_info*) exit {int(not fits)} ;;\n"
            f"  *ensurepip*) exit {int(not venv)} ;;\n"
            f'  *) echo "{name} $*" ;;\n'
            "esac\n"
        )
        program.chmod(0o755)
        return program

    def run(self, *words: str, by: str = "./run", cwd: Path | None = None, **variables: str) -> "Said":
        environment = {"PATH": str(self.bin), "HOME": str(self.home), **variables}
        command = ["/bin/sh", by, *words]
        done = subprocess.run(
            command, cwd=cwd or self.folder, env=environment, capture_output=True, text=True, check=False
        )
        return Said(done.returncode, done.stdout.strip(), done.stderr.strip())


class Said(tuple[int, str, str]):
    def __new__(cls, code: int, out: str, err: str) -> "Said":
        return super().__new__(cls, (code, out, err))

    @property
    def out(self) -> str:
        return self[1]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_it_hands_its_words_over_to_the_bootstrap(machine: Machine) -> None:
    machine.has("python3")
    assert machine.run("test", "-k", "two words") == (0, "python3 -m portal.bootstrap test -k two words", "")


def test_a_python3_that_is_too_old_is_passed_over(machine: Machine) -> None:
    machine.has("python3", fits=False)
    machine.has("python3.12")
    assert machine.run("demo").out == "python3.12 -m portal.bootstrap demo"


def test_a_python_with_its_venv_module_comes_before_one_without(machine: Machine) -> None:
    machine.has("python3", venv=False)
    machine.has("python3.11")
    assert machine.run("demo").out == "python3.11 -m portal.bootstrap demo"


def test_a_python_without_its_venv_module_is_better_than_none(machine: Machine) -> None:
    machine.has("python3", venv=False)
    assert machine.run("demo").out == "python3 -m portal.bootstrap demo"


def test_pyenvs_pythons_are_found_although_the_path_does_not_name_them(machine: Machine) -> None:
    machine.has("python", place=machine.home / ".pyenv/versions/3.13.0/bin")
    machine.has("python", fits=False, place=machine.home / ".pyenv/versions/3.10.4/bin")
    assert machine.run("demo").out == "python -m portal.bootstrap demo"


def test_the_python_that_is_named_wins(machine: Machine) -> None:
    machine.has("python3")
    mine = machine.has("mine", place=machine.home)
    assert machine.run("demo", PORTAL_PYTHON=str(mine)).out == "mine -m portal.bootstrap demo"


@pytest.mark.parametrize("named", ["/nowhere/python", "old"])
def test_a_named_python_that_does_not_fit_ends_the_start(machine: Machine, named: str) -> None:
    machine.has("python3")
    machine.has("old", fits=False)
    code, out, err = machine.run("demo", PORTAL_PYTHON=named)
    assert (code, out) == (3, "") and err.startswith(f"PORTAL_PYTHON={named} is not a Python 3.11 to 3.14")


def test_without_any_python_one_sentence_says_what_to_do(machine: Machine) -> None:
    machine.has("python3", fits=False)
    code, out, err = machine.run("demo")
    assert (code, out, err.count("\n")) == (3, "", 0)
    assert err.startswith("No Python 3.11 to 3.14 found: install one")


def test_no_home_is_no_obstacle(machine: Machine) -> None:
    machine.has("python3")
    assert machine.run("demo", HOME="").out == "python3 -m portal.bootstrap demo"


def test_it_may_be_called_from_anywhere(machine: Machine) -> None:
    program = machine.has("python3")
    program.write_text(program.read_text().replace('echo "python3 $*"', "pwd"))
    assert machine.run("demo", by="portal/run", cwd=machine.folder.parent).out == str(machine.folder)
    assert machine.run("demo", by=str(machine.folder / "run"), cwd=machine.home).out == str(machine.folder)


def test_it_is_a_program() -> None:
    assert (ROOT / "run").stat().st_mode & 0o111 == 0o111
