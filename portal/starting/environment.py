"""The folder of the portal and its `.venv`: made, filled from a lock, and held against a death in the middle.

A start may be killed at any moment. Whatever changes `.venv` happens between making and removing
`.venv/.building`: a start that finds this file throws the environment away. It also happens under a
lock that the installers inherit, so a start after `kill -9` waits for an orphaned installer instead of
racing it. A finished environment carries a stamp for every lock it holds: the SHA-256 of lock and
Python version.

Standard library. What this knowingly does not do: remove packages that have left the lock (delete
`.venv` for that), Windows, and folders on NFS, where a folder cannot be locked.
"""

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from portal.starting import pango, ports
from portal.starting.commands import Result, last_lines, quietly
from portal.starting.progress import step

UV = "uv==0.13.9"
LOCKS = {
    "demo": ("prod.lock",),
    "cluster": ("prod.lock",),
    "test": ("dev.lock", "prod.lock"),
}  # the first is installed and holds the others


class Stopped(Exception):
    """The start cannot go on: one sentence for the person, and the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Folder:
    """A checkout of the portal, and the environment inside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.var = Path(os.environ.get("PORTAL_VAR") or root / "var")
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.building = self.venv / ".building"

    def refuse_unwritable(self) -> None:
        for place in (self.root, self.var):
            try:
                place.mkdir(parents=True, exist_ok=True)
                writable = os.access(place, os.W_OK | os.X_OK)
            except OSError:
                writable = False
            if not writable:
                raise Stopped(
                    f"The folder {place} cannot be written: give your account the right to,"
                    " or copy the portal into a folder of your own."
                )

    def prepare(self, job: str, port: int | None = None) -> None:
        """Everything `job` needs and does not find; next to nothing where it has run before."""
        with self.alone() as lock:
            if not self.is_ready(job):
                _refuse_taken(port)  # nobody should wait for an installation to read this
                self.build(job, [lock])
            self.translate()
        if job != "test":
            pango.ensure()

    @contextmanager
    def alone(self) -> Iterator[int]:
        """One start at a time changes this folder; the installers hold the lock while they live."""
        lock = os.open(self.root, os.O_RDONLY)  # the folder itself: a file in it could be thrown away
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                with step("Another start is preparing this folder: waiting for it"):
                    fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock
        finally:
            os.close(lock)

    def is_ready(self, job: str) -> bool:
        version = self.version()
        return version is not None and all(
            self.stamp(lock).is_file() and self.stamp(lock).read_text() == self.wanted(lock, version)
            for lock in LOCKS[job]
        )

    def version(self) -> str | None:
        """The environment's Python; None where it is missing, broken, half-made, or not the one asked for."""
        if self.building.exists():
            return None
        found = _version_of(self.python)
        if os.environ.get("PORTAL_PYTHON") and found != sys.version:
            return None
        return found

    def stamp(self, lock: str) -> Path:
        return self.venv / f".{lock}.installed"

    def wanted(self, lock: str, version: str) -> str:
        content = (self.root / "requirements" / lock).read_bytes()
        return hashlib.sha256(content + version.encode()).hexdigest()

    def build(self, job: str, inherited: Sequence[int]) -> None:
        if self.version() is None:
            self.make_environment(inherited)
        self.building.touch()
        install(self.python, self.root / "requirements" / LOCKS[job][0], inherited)
        for lock in LOCKS[job]:
            self.stamp(lock).write_text(self.wanted(lock, _version_of(self.python) or ""))
        self.building.unlink()

    def make_environment(self, inherited: Sequence[int]) -> None:
        self.clear()
        with step(f"Making .venv with Python {sys.version.split()[0]} (once)"):
            made = quietly(sys.executable, "-m", "venv", self.venv, inherited=inherited)
        if made.returncode and pango.may_install() and pango.install("python3-venv"):
            made = quietly(sys.executable, "-m", "venv", self.venv, inherited=inherited)
        if made.returncode:
            raise Stopped(
                f"{last_lines(made)}\nThis Python makes no environment: install its venv module"
                " (Debian, Ubuntu: apt install python3-venv) or set PORTAL_PYTHON to another Python."
            )

    def clear(self) -> None:
        """Throw away what is there, and the mark that it is half-made never: a death here may come as well."""
        self.venv.mkdir(exist_ok=True)
        self.building.touch()
        for entry in self.venv.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != self.building:
                entry.unlink()

    def translate(self) -> None:
        """Compile the translations where one is newer than its result; Babel is asked only then."""
        if not any(map(_is_stale, self.root.glob("locale/*/LC_MESSAGES/*.po"))):
            return
        with step("Compiling the translations"):
            result = quietly(self.python, "-m", "portal.starting.texts")
        if result.returncode:
            raise Stopped(f"{last_lines(result)}\nThe translations cannot be compiled: mend the line above.")


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _version_of(python: Path) -> str | None:
    """None also for a Python that has lost its `pyvenv.cfg`: it would install into the system."""
    try:
        asked = quietly(
            python, "-c", "import sys; print(sys.version); sys.exit(sys.prefix == sys.base_prefix)"
        )
    except OSError:
        return None
    return None if asked.returncode else asked.stdout.removesuffix("\n")


def _refuse_taken(port: int | None) -> None:
    if port is None:
        return
    try:
        ports.refuse_taken(port)
    except ports.PortError as error:
        raise Stopped(str(error)) from error


def install(python: Path, lock: Path, inherited: Sequence[int] = ()) -> None:
    """The packages of `lock`, each held to its hash: with uv inside the environment, else with pip."""
    number = sum(line[0].isalnum() for line in lock.read_text().splitlines() if line)
    with step(f"Installing {number} packages (once)"):
        result = _install_with_uv(python, lock, inherited)
        if result.returncode:
            result = _pip(python, "install", "--quiet", "--require-hashes", "-r", lock, inherited=inherited)
    if result.returncode:
        raise Stopped(
            f"{last_lines(result)}\nThe packages could not be installed: mend what the lines above say"
            " (no connection? PIP_INDEX_URL names a mirror) and run again."
        )


def _install_with_uv(python: Path, lock: Path, inherited: Sequence[int]) -> Result:
    result = quietly(python, "-m", "uv", "--version", inherited=inherited)
    if result.returncode:
        result = _pip(python, "install", "--quiet", UV, inherited=inherited)
    if result.returncode:
        return result
    with_uv: list[str | Path] = [python, "-m", "uv", "pip", "install", "--quiet", "--python", python]
    environment = _for_uv(python) | os.environ
    return quietly(*with_uv, "--require-hashes", "-r", lock, inherited=inherited, environment=environment)


def _pip(python: Path, *words: str | Path, inherited: Sequence[int] = ()) -> Result:
    return quietly(python, "-m", "pip", *words, inherited=inherited)


def _for_uv(python: Path) -> dict[str, str]:
    """What uv must be told: to trust the machine's certificates, and the mirror that pip is set to."""
    told = {"UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy"}
    index = os.environ.get("PIP_INDEX_URL")
    if not index:
        asked = _pip(python, "config", "get", "global.index-url")
        index = "" if asked.returncode else asked.stdout.strip()
    return told | ({"UV_DEFAULT_INDEX": index} if index else {})
