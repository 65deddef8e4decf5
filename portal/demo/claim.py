"""One demonstration a folder: a lock that the system lets go of, however its owner dies.

Beside the lock stands who holds it. After a proper end that note is empty; where it is not, the owner
was killed, and the children it left need up to a second to notice (`portal.starting.lifeline`): so the next
start gives its port a moment.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from portal.starting import ports

PATIENCE_SECONDS = 5.0


class Claimed(Exception):
    """Another demonstration runs in this folder: one sentence that says where."""


@contextmanager
def folder(var: Path, port: int, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold `var` for a demonstration on `port`; raises Claimed or ports.PortError."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "demo.lock").open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Claimed(_sentence(_read(note))) from None
        _wait_for_port(port, patience if _read(note).get("port") == port else 0.0)
        _write(note, {"port": port, "process": os.getpid()})
        yield
        _write(note, {})


def _sentence(owner: dict[str, int]) -> str:
    where = f" at http://{ports.LOOPBACK}:{owner['port']}/ (process {owner['process']})" if owner else ""
    return f"The demonstration of this folder runs already{where}: use it, or end it with Ctrl-C first."


def _wait_for_port(port: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            return ports.refuse_taken(port)
        except ports.PortError:
            if time.monotonic() >= deadline:
                raise
        time.sleep(0.05)


def _read(note: TextIO) -> dict[str, int]:
    note.seek(0)
    try:
        found = json.loads(note.read() or "{}")
    except ValueError:
        return {}  # its owner was killed while writing
    return found if isinstance(found, dict) and {"port", "process"} <= found.keys() else {}


def _write(note: TextIO, owner: dict[str, int]) -> None:
    note.seek(0)
    note.truncate()
    note.write(json.dumps(owner) if owner else "")
    note.flush()
