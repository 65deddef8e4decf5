"""What `./run test` runs: with pytest arguments that selection, without any all there is.

All there is: the linters and the type checker, the fast tests on two processes, the tests with a browser or with real
processes, the tests that touch the database once more on PostgreSQL, and a story each on Celery over Redis and RabbitMQ.
They go in two lanes (lanes.py). One part that fails does not keep the next from running; the last lines say what became of
each, and the very last one is pytest's, summed up over its parts.

What a part needs and the machine lacks is told at the beginning with the line that installs it. The part is then
skipped, loudly; where CI is set nothing may be skipped, and the run ends at once.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.starting import pango
from tests import lanes, services
from tests.browser.chromium import HOW_TO_INSTALL, NoChromium, find
from tests.certificates import verapdf
from tests.lanes import Part, closing_line

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
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
ON_POSTGRESQL = "database tests, PostgreSQL"


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
    begun = time.monotonic()
    try:
        parts = run_everything()
    except KeyboardInterrupt:
        print("\nStopped.")
        return INTERRUPTED
    print("\n".join(["", *(part.line() for part in parts), closing_line(parts, time.monotonic() - begun)]))
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


def run_everything() -> list[Part]:
    """Browsers and processes have the machine; linters and what only computes fill the time in which they wait."""
    checks = [Part(name, command, is_patient=True) for name, command in CHECKS.items()]
    fast = tests_of("fast tests, SQLite", "-n", "2", "--dist", "worksteal", "-m", f"not ({SLOW})")
    slow = tests_of("browser and processes, SQLite", "-n", "2", "--dist", "loadfile", "-m", SLOW)
    fast.is_patient = True
    with contextlib.ExitStack() as servers:
        try:
            bound, stories = on_postgresql(servers.enter_context(services.postgres()))
        except services.Missing as missing:
            bound, stories = Part(ON_POSTGRESQL, note=f"MISSING {missing}"), []
        parts = [*checks, fast, slow, bound, *stories]
        lanes.run(parts, [slow, *stories], [*checks, fast, *([bound] if bound.command else [])])
    return parts


def on_postgresql(url: str) -> tuple[Part, list[Part]]:
    """The tests that touch the database, and the stories that are told to a cluster."""
    words = ["-p", "tests.database_bound", "-n", "2", "--dist", "worksteal", "-m", f"case or not ({SLOW})"]
    bound = tests_of(ON_POSTGRESQL, *words, DATABASE_URL=url, TEST_POSTGRES_URL=url)
    bound.is_patient = True
    stories = [
        tests_of(
            f"a story on Celery over {broker}",
            story,
            DATABASE_URL=url,
            PORTAL_JOURNEYS=f"cluster-{broker.lower()}",
        )
        for broker, story in ON_A_CLUSTER.items()
    ]
    return bound, stories


def tests_of(name: str, *words: str, **environment: str) -> Part:
    return Part(name, [*PYTEST, *words], environment, is_pytest=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
