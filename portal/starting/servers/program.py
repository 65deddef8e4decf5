"""A program that is not ours as a child: it cannot watch its parent, so a shell beside it does.

The shell holds the other end of a pipe, and acts when that closes: whatever ended this process, the program ends too.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from portal.starting import ports
from portal.starting.processes import Child, end

STARTING_SECONDS = 90.0
LOOK_EVERY_SECONDS = 0.05


class Missing(Exception):
    """A program that is not there: which one, and the line that installs it."""


@dataclass
class Program(Child):
    """A child that is a command of its own and no module. `how`: what `subprocess.Popen` is told beside it."""

    module: str = ""
    command: Sequence[str | Path] = ()
    how: Mapping[str, Any] = field(default_factory=dict)
    log: Path = Path(os.devnull)
    is_ready: Callable[[], bool] = lambda: True
    ends_on: int = signal.SIGTERM
    litter: Path | None = None  # a folder to remove where this process dies without saying so
    last_to_end: ClassVar[bool] = True
    _guard: "subprocess.Popen[bytes] | None" = None

    def launch(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as written:
            process = subprocess.Popen(
                [str(word) for word in self.command],
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                start_new_session=True,
                **self.how,
            )
        self._guard = _guard(process.pid, self.ends_on, self.litter)
        return process

    def ask_to_end(self) -> None:
        """The whole group: what it started ends with it."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, self.ends_on)

    def bury(self) -> None:
        super().bury()
        if self._guard is not None:
            self._guard.kill()
            self._guard.communicate()
            self._guard = None


def _guard(pid: int, number: int, litter: Path | None) -> "subprocess.Popen[bytes]":
    act = f"read nothing; kill -{int(number)} -{pid}"
    if litter is not None:
        act += f"; sleep 1; rm -rf '{litter}'"
    return subprocess.Popen(["/bin/sh", "-c", act], stdin=subprocess.PIPE, start_new_session=True)


@contextlib.contextmanager
def running(*programs: Program) -> Iterator[None]:
    """From the moment that all of them are ready, without a keeper: one that dies stays dead."""
    try:
        for program in programs:
            program.start(time.monotonic())
            wait_for(program)
        yield
    finally:
        end(programs[::-1])


def wait_for(program: Program) -> None:
    """RuntimeError with the end of its log where it ends or takes too long."""
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and program.process is not None and program.process.poll() is None:
        if program.is_ready():
            return
        time.sleep(LOOK_EVERY_SECONDS)
    raise RuntimeError(f"{program.name} did not start:\n{program.log.read_text(errors='replace')[-800:]}")


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((ports.LOOPBACK, port), 0.3):
        return True
    return False


def find(programs: Sequence[str], advice: str) -> str:
    """The first of `programs` that is there, by name on the path or by its whole path."""
    found = next((place for each in programs if (place := shutil.which(each))), None)
    if found is None:
        raise Missing(advice)
    return found
