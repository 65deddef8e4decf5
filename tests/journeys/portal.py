"""The whole demonstration for a test: real processes on loopback, with a folder and a database of their own.

    portal = RunningPortal(folder)
    portal.start()                                                 # ready when this returns
    portal.departments["civil_affairs"].fault("down")
    portal.rows("SELECT count(*) FROM certificates_certificate")
    portal.kill()                                                  # -9; returns when none of its processes lives
    portal.start()                                                 # goes on in the same folder, at the same port
    portal.stop()                                                  # Ctrl-C

Every process of a demo holds the main one's output open, so its end is the end of the last of them: no list of processes
is trusted for that. Nothing here sleeps for a guessed time; what is waited for has a deadline and says what it was.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar

from portal.demo.serve import DEPARTMENTS
from portal.starting import ports
from tests.journeys import storage
from tests.marker.listening import names_somebody
from tests.marker.searching import in_files
from tests.real_fonts import real_fonts

ROOT = Path(__file__).resolve().parents[2]
READY = "Ctrl-C ends the demo"
# what is waited for comes in a second or ten; these are for machines that have much else to do
STARTING_SECONDS, ENDING_SECONDS, DEADLINE_SECONDS = 240.0, 60.0, 120.0
LOOK_EVERY_SECONDS = 0.15
T = TypeVar("T")


class RunningPortal:
    """One demonstration. `folder` is its PORTAL_VAR; what it is given beside that stays over restarts.

    PORTAL_JOURNEYS says which: `cluster-redis` or `cluster-rabbitmq` tell the same stories to `./run cluster`.
    """

    def __init__(self, folder: Path, kept: storage.Storage | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = ports.free()
        self.departments: dict[str, RunningDepartment] = {}
        self._storage = kept or storage.fresh(folder)
        self._process: subprocess.Popen[str] | None = None
        self._voice: Voice | None = None

    @property
    def address(self) -> str:
        return f"http://{ports.LOOPBACK}:{self.port}"

    @property
    def runs(self) -> bool:
        return self._process is not None

    def copied_to(self, folder: Path) -> "RunningPortal":
        """Another portal that begins with the people, items and keys of this one, which must not be running."""
        assert self._process is None
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("portal.sqlite3*", "demo.lock"))
        return RunningPortal(folder, self._storage.copied_to(folder))

    def start(self) -> "RunningPortal":
        assert self._process is None, "it runs already"
        self._process = subprocess.Popen(
            [sys.executable, "-m", *self.command(), "--port", str(self.port)],
            cwd=ROOT,
            env=os.environ | self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # Ctrl-C is for pytest, which ends it in order
        )
        self._voice = Voice(self._process)
        said = self._voice.until(READY, within=STARTING_SECONDS)
        self.departments = {code: RunningDepartment(_address(code, said)) for code in DEPARTMENTS}
        return self

    def command(self) -> list[str]:
        kind, _, broker = os.environ.get("PORTAL_JOURNEYS", "demo").partition("-")
        return ["portal.demo.cluster", "--broker", broker] if kind == "cluster" else ["portal.demo.serve"]

    def _environment(self) -> dict[str, str]:
        fonts = os.environ.get("PORTAL_FONT_FOLDER") or real_fonts()
        return {
            "PORTAL_VAR": str(self.folder),
            "PORTAL_FONT_FOLDER": str(fonts),
            "DATABASE_URL": self._storage.url,
            "PYTHONUNBUFFERED": "1",
        }

    def stop(self) -> int:
        """Ctrl-C. Its exit code, once all its processes are gone."""
        return self._end(signal.SIGINT)

    def kill(self) -> None:
        """`kill -9` for the main process: the others must notice by themselves."""
        self._end(signal.SIGKILL)

    def kill_everything(self) -> None:
        """`kill -9` for each of its processes, as when the machine goes down."""
        assert self._process
        others = descendants(self._process.pid)
        self._process.kill()
        for pid in others:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> int:
        assert self._process and self._voice
        self._process.send_signal(number)
        code = self._process.wait(ENDING_SECONDS)
        self._voice.ended(within=ENDING_SECONDS)
        self._process, self.departments = None, {}
        assert not names_somebody(self.said), "an identity number was written by one of its processes"
        return code

    def dispose(self) -> None:
        """Whatever state a test has left it in."""
        try:
            if self._process:
                self.kill()
        finally:
            self._storage.drop()

    def places_of(self, numbers: Iterable[str]) -> dict[str, list[str]]:
        """Where any of these identity numbers stands in its folder: database, uploads, logs, secrets, whatever lies there."""
        return {each: found for each in numbers if (found := in_files(self.folder, each))}

    @property
    def said(self) -> str:
        """Everything its processes have written since the start."""
        return self._voice.said if self._voice else ""

    def rows(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        """Reads the database, whichever it is; `%s` stands for each of `given`."""
        return self._storage.rows(sql, given)

    def count(self, sql: str, *given: Any) -> int:
        return int(self.rows(sql, *given)[0][0])


class RunningDepartment:
    """One of the demonstration's departments, and its switch."""

    def __init__(self, address: str) -> None:
        self.address = address

    def fault(self, name: str, times: int | None = None) -> None:
        """`none` ends it. The faults: services/simulators/faults.py."""
        self._order({"fault": name, "times": times})

    def set(self, id_no: str, field: str, value: Any) -> None:
        """The register says something else from now on; `None`: it no longer has it."""
        self._order({"set": {"id_no": id_no, "field": field, "value": value}})

    def asked(self) -> int:
        """Questions since it started."""
        return int(self._talk("GET", "/health")["asked"])

    def _order(self, order: dict[str, Any]) -> None:
        self._talk("POST", "/control", order)

    def _talk(self, method: str, path: str, content: Any = None) -> dict[str, Any]:
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=DEADLINE_SECONDS)
        try:
            connection.request(method, path, None if content is None else json.dumps(content))
            answer = connection.getresponse()
            said: dict[str, Any] = json.loads(answer.read())
            assert answer.status == 200, said
            return said
        finally:
            connection.close()


class Voice:
    """Reads what a process and its children write, so that none of them waits for a reader."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._lines: list[str] = []
        self._news = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._listen, args=[process.stdout], daemon=True)
        self._thread.start()

    @property
    def said(self) -> str:
        return "".join(self._lines)

    def _listen(self, output: Any) -> None:
        for line in output:
            with self._news:
                self._lines.append(line)
                self._news.notify_all()
        with self._news:
            self._over = True
            self._news.notify_all()

    def until(self, words: str, *, within: float) -> str:
        """All it has said when `words` are among it; AssertionError where it ends before, or takes longer."""
        with self._news:
            self._news.wait_for(lambda: self._over or words in self.said, within)
            assert words in self.said, f"it did not say {words!r}:\n{self.said}"
        return self.said

    def ended(self, *, within: float) -> None:
        """Returns when nobody is left who could say something."""
        self._thread.join(within)
        assert self._over, f"some of its processes live on:\n{self.said}"


def eventually(look: Callable[[], T], *, within: float = DEADLINE_SECONDS) -> T:
    """The first answer of `look` that is true. AssertionError with the last one when it takes too long."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"still {found!r} after {within:.0f} s"
        time.sleep(LOOK_EVERY_SECONDS)
    return found


def descendants(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    lines = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, lines.splitlines())}
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def _address(code: str, said: str) -> str:
    found = re.search(rf"{code} +(http://127\.0\.0\.1:\d+)", said)
    assert found, said
    return found[1]
