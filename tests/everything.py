"""What `./run test` runs: with pytest arguments that selection, without any all there is.

All there is: the linters and the type checker, the fast tests on two processes, the tests with a browser or with real
processes, the tests that touch the database once more on PostgreSQL, and a story each on Celery over Redis and RabbitMQ.
One part that fails does not keep the next from running; the last lines say what became of each, and the very last one is
pytest's, summed up over its parts.

What a part needs and the machine lacks is told at the beginning with the line that installs it. The part is then
skipped, loudly; where CI is set nothing may be skipped, and the run ends at once.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.starting import pango
from tests import services
from tests.browser.chromium import HOW_TO_INSTALL, NoChromium, find
from tests.certificates import verapdf

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NOTHING_COLLECTED = 5  # pytest's exit code
INTERRUPTED = 130
SLOW = "browser or processes"
CHECKS = {
    "lint (ruff check)": [BIN / "ruff", "check", "--quiet"],
    "format (ruff format)": [BIN / "ruff", "format", "--check", "--quiet"],
    "types (mypy)": [BIN / "mypy"],
    "imports (lint-imports)": [BIN / "lint-imports"],
    "migrations (makemigrations)": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}
PYTEST = [sys.executable, "-m", "pytest"]
# stories that are told once more to a portal of many processes; all of tests/journeys can be
ON_A_CLUSTER = {"Redis": "tests/journeys/test_waiting.py", "RabbitMQ": "tests/journeys/test_once.py"}
COUNTED = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings", "error")


@dataclass
class Part:
    """One part of the run and what became of it: `failed` None while it has not run, or was skipped."""

    name: str
    failed: bool | None = None
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    note: str = ""

    def line(self) -> str:
        verdict = {True: "FAILED", False: "passed", None: "SKIPPED"}[self.failed]
        return f"{verdict:8}{self.name:32}{self.seconds:6.1f} s  {self.note}".rstrip()


def main(arguments: Sequence[str]) -> int:
    if arguments:
        os.execv(PYTEST[0], [*PYTEST, *arguments])
    missing = find_missing()
    for need in missing:
        print(f"MISSING {need}", flush=True)
    if missing and os.environ.get("CI"):
        print("CI is set, so nothing may be skipped: install what is missing.")
        return 1
    if not verapdf.present():
        print("NOT JUDGED by veraPDF, which docs/operations.md says how to get", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started is ended
    (ROOT / "var/static").mkdir(parents=True, exist_ok=True)  # empty, and whitenoise warns without it
    try:
        parts = [*run_checks(), *run_tests()]
    except KeyboardInterrupt:
        print("\nStopped.")
        return INTERRUPTED
    print("\n".join(["", *(part.line() for part in parts), closing_line(parts)]))
    return int(any(part.failed for part in parts))


# --- what a part needs


def find_missing() -> list[str]:
    """One line for everything the tests want and the machine lacks: what it is, and how to install it."""
    wanted: Mapping[str, Callable[[], object]] = {
        f"Chromium (tests with a browser): {HOW_TO_INSTALL}": has_chromium,
        "pdftotext (tests that read certificates): apt install poppler-utils": lambda: shutil.which(
            "pdftotext"
        ),
        f"Pango (certificates as PDF): apt install {' '.join(pango.PACKAGES)}": pango.present,
    }
    missing = [line for line, present in wanted.items() if not present()]
    if not os.environ.get("TEST_POSTGRES_URL"):
        try:
            services.find_postgres()
        except services.Missing as error:
            missing.append(str(error))
    return missing


def has_chromium() -> bool:
    with sync_playwright() as playwright, contextlib.suppress(NoChromium):
        return bool(find(playwright))
    return False


# --- the parts


def run_checks() -> Iterator[Part]:
    for name, command in CHECKS.items():
        with timed(name) as part:
            part.failed = subprocess.run(command, cwd=ROOT, check=False).returncode != 0
        yield part


def run_tests() -> Iterator[Part]:
    yield run_pytest("fast tests, SQLite", ["-n", "2", "-m", f"not ({SLOW})"])
    yield run_pytest("browser and processes, SQLite", ["-n", "2", "--dist", "loadfile", "-m", SLOW])
    name = "database tests, PostgreSQL"
    try:
        with services.postgres() as url:
            only = ["-p", "tests.database_bound", "-n", "2", "-m", f"not ({SLOW})"]
            yield run_pytest(name, only, DATABASE_URL=url, TEST_POSTGRES_URL=url)
            for broker, story in ON_A_CLUSTER.items():
                name = f"a story on Celery over {broker}"
                yield run_pytest(name, [story], DATABASE_URL=url, PORTAL_JOURNEYS=f"cluster-{broker.lower()}")
    except services.Missing as missing:
        yield Part(name, note=f"MISSING {missing}")


def run_pytest(name: str, arguments: Sequence[str], **environment: str) -> Part:
    """Run pytest, show what it says, and read its closing line."""
    with timed(name) as part:
        process = subprocess.Popen(
            [*PYTEST, *arguments], cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
        )
        with ended(process):
            for line in process.stdout or ():
                print(line, end="", flush=True)
                part.counts = read_counts(line) or part.counts
        code = process.wait()
        part.failed = code not in {0, NOTHING_COLLECTED}
        part.note = told(part.counts) or f"no test ran (exit code {code})"
    return part


@contextlib.contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator[None]:
    """Whoever stops this run stops the process as well."""
    try:
        yield
    except BaseException:
        process.terminate()
        process.wait()
        raise


@contextlib.contextmanager
def timed(name: str) -> Iterator[Part]:
    print(f"\n----- {name}", flush=True)
    begun, part = time.monotonic(), Part(name)
    yield part
    part.seconds = time.monotonic() - begun


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


def closing_line(parts: Sequence[Part], width: int = 80) -> str:
    total = sum((part.counts for part in parts), Counter[str]())
    failed = ", ".join(part.name for part in parts if part.failed)
    text = f"{told(total) or 'no tests ran'} in {sum(part.seconds for part in parts):.2f}s"
    return (f" FAILED: {failed}; {text} " if failed else f" {text} ").center(width, "=")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
