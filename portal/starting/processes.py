"""Other processes: started, started again when they die, stopped together.

Every child runs under `portal.starting.lifeline`, so none survives a main process that was killed, and in a
session of its own, so Ctrl-C reaches the main process alone, which ends its children in order.

A child that dies comes back: at once, then after 1, 2, 4 … seconds, at most 30, until it has lived for
a while. What it had started itself and left behind is ended first: it would hold the port or the folder that the next one
needs. A department that ends with status 0 was asked to by its own switch, and stays away.

What this knowingly does not do: look whether a living child answers. A department that pretends to be
down must stay so, and `manage.py work` looks after its own threads.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar

from portal.starting.progress import say

LOOK_EVERY_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SETTLED_SECONDS = 10.0  # a child that lived so long may come back at once again
STOP_SECONDS = 5.0


@dataclass
class Child:
    """A Python module as a process of its own. `process` is None before its start and after its end."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    may_leave: bool = False  # status 0 is an end that somebody asked for
    process: "subprocess.Popen[bytes] | None" = None
    begun_at: float = 0.0
    due_at: float | None = field(default=None)
    deaths: int = 0
    last_to_end: ClassVar[bool] = False  # what others cannot end without is ended after them

    def start(self, at: float) -> None:
        self.process = self.launch()
        self.begun_at, self.due_at = at, None

    def launch(self) -> "subprocess.Popen[bytes]":
        watched = [sys.executable, "-m", "portal.starting.lifeline", str(os.getpid()), self.module]
        return subprocess.Popen(
            [*watched, *self.arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ask_to_end(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def bury(self) -> None:
        """The process is gone, whatever ended it; those it left behind go with it."""
        if self.process is not None:
            _end_group(self.process.pid)
        self.process = None


class Keeper:
    """Holds the children of one run: `with Keeper() as keeper: keeper.start(child)`."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, tell: Callable[[str], None] = say
    ) -> None:
        self.children: list[Child] = []
        self.clock = clock
        self.tell = tell
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def __enter__(self) -> "Keeper":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        self._thread.join()
        self.stop()

    def start(self, child: Child) -> None:
        """From any thread; nothing is started any more once the end has begun."""
        with self._changing:
            if not self._stopping.is_set():
                child.start(self.clock())
                self.children.append(child)

    def _keep(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_SECONDS):
            self.look(self.clock())

    def look(self, at: float) -> None:
        """Start again what has died and is due; `at` is a reading of this keeper's clock."""
        with self._changing:
            children = list(self.children)
        for child in children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, child.process.returncode, at)
            if child.due_at is not None and child.due_at <= at:
                self._start_again(child, at)

    def _start_again(self, child: Child, at: float) -> None:
        try:
            child.start(at)
        except OSError as error:  # no memory, no folder any more: the next try may do
            pause = self._put_off(child, at)
            self.tell(f"{child.name} cannot be started ({error}); again in {pause:.0f} s.")

    def _bury(self, child: Child, status: int, at: float) -> None:
        child.bury()
        if status == 0 and child.may_leave:
            self.tell(f"{child.name} has ended as asked; it comes back with the next start.")
            return
        if at - child.begun_at >= SETTLED_SECONDS:
            child.deaths = 0
        pause = self._put_off(child, at)
        self.tell(f"{child.name} died (status {status}); it is started again in {pause:.0f} s.")

    def _put_off(self, child: Child, at: float) -> float:
        """The longer the oftener; returns the seconds until it is due."""
        pause = 0.0 if child.deaths == 0 else min(2.0 ** (child.deaths - 1), LONGEST_PAUSE_SECONDS)
        child.deaths += 1
        child.due_at = at + pause
        return pause

    def stop(self) -> None:
        """End every child: politely, the last started first, then by force; what the others rest on comes after them."""
        with self._changing:
            running = [child for child in reversed(self.children) if child.process is not None]
        for last in (False, True):
            end([child for child in running if child.last_to_end is last])


def end(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is not None:
            _see_off(child.process, deadline)
        child.bury()


def _end_group(leader: int) -> None:
    """Nobody may be left in it, and then there is no group; macOS refuses a group of the dead instead."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _see_off(process: "subprocess.Popen[bytes]", deadline: float) -> None:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
