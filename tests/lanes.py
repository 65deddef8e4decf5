"""Parts of a run that go at the same time in lanes, and are shown one after the other as if they had.

In a lane each part waits for the one before it. Patient parts take what the others leave of the machine (`nice`): where
processes wait for each other that is a third of it. The screen belongs to the first part that is not over, in the order
of the run; what the others say is kept until it is their turn.
"""

import contextlib
import os
import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5  # pytest's exit code
PATIENT = ("nice", "-n", "10")
COUNTED = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings", "error")
Command = Sequence[str | Path]


@dataclass
class Part:
    """One part of the run and what became of it: `failed` None while it has not run, or was skipped."""

    name: str
    command: Command = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    is_pytest: bool = False
    is_patient: bool = False
    failed: bool | None = None
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    note: str = ""
    unshown: list[str] = field(default_factory=list)

    def line(self) -> str:
        verdict = {True: "FAILED", False: "passed", None: "SKIPPED"}[self.failed]
        return f"{verdict:8}{self.name:32}{self.seconds:6.1f} s  {self.note}".rstrip()

    def begins(self) -> "subprocess.Popen[str]":
        self.unshown.append(f"\n----- {self.name}\n")
        self.seconds = -time.monotonic()
        return subprocess.Popen(
            [*(PATIENT if self.is_patient else ()), *self.command],
            cwd=ROOT,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def hears(self, line: str) -> None:
        self.unshown.append(line)
        self.counts = read_counts(line) or self.counts

    def ends(self, code: int) -> None:
        self.seconds += time.monotonic()
        self.failed = code not in ({0, NOTHING_COLLECTED} if self.is_pytest else {0})
        if self.is_pytest:
            self.note = told(self.counts) or f"no test ran (exit code {code})"


def run(parts: Sequence[Part], *lanes: Sequence[Part]) -> None:
    """Every part of every lane, shown in the order of `parts`."""
    heard: SimpleQueue[tuple[Part, str | None]] = SimpleQueue()
    following = {part.name: after for lane in lanes for part, after in pairwise(lane)}
    with _Running(heard) as running:
        for lane in lanes:
            running.begin(lane[0])
        while running.processes:
            part, line = heard.get()
            if line is not None:
                part.hears(line)
            else:
                running.end(part)
                if part.name in following:
                    running.begin(following[part.name])
            show(parts)


def show(parts: Sequence[Part]) -> None:
    """What was not shown yet, up to the first part that is not over."""
    for part in parts:
        print(*part.unshown, sep="", end="", flush=True)
        part.unshown.clear()
        if part.command and part.failed is None:
            return


class _Running(contextlib.AbstractContextManager["_Running"]):
    """The processes of the parts that are under way. Whoever stops this run stops them as well."""

    def __init__(self, heard: "SimpleQueue[tuple[Part, str | None]]") -> None:
        self.processes: dict[str, subprocess.Popen[str]] = {}
        self._heard = heard

    def begin(self, part: Part) -> None:
        process = self.processes[part.name] = part.begins()
        threading.Thread(target=self._listen, args=[part, process], daemon=True).start()

    def _listen(self, part: Part, process: "subprocess.Popen[str]") -> None:
        for line in process.stdout or ():
            self._heard.put((part, line))
        self._heard.put((part, None))

    def end(self, part: Part) -> None:
        part.ends(self.processes.pop(part.name).wait())

    def __exit__(self, *raised: object) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait()


# --- pytest's closing line


def read_counts(line: str) -> Counter[str]:
    """The numbers of a line such as `=== 1 failed, 2 passed in 0.12s ===`; empty for any other line."""
    if not re.match(r"=+ .* in [\d.]+s.* =+$", line):
        return Counter()
    return Counter({_plain(word): int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", line)})


def _plain(word: str) -> str:
    return {"errors": "error", "warning": "warnings"}.get(word, word)


def told(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[word]} {word}" for word in COUNTED if counts[word] and word != "deselected")


def closing_line(parts: Sequence[Part], seconds: float, width: int = 80) -> str:
    total = sum((part.counts for part in parts), Counter[str]())
    failed = ", ".join(part.name for part in parts if part.failed)
    text = f"{told(total) or 'no tests ran'} in {seconds:.2f}s"
    return (f" FAILED: {failed}; {text} " if failed else f" {text} ").center(width, "=")
