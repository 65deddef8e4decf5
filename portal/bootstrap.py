"""From a bare Python to the running job: `./run demo`, `./run test` and `./run cluster` come here first. Standard library.

1. Read the command line and look whether this folder may be written, before anybody waits for anything.
2. Make `.venv`, install the locked packages: `prod.lock` for demo and cluster, its superset `dev.lock` for
   tests.
3. Compile the translations that changed; but for tests look for Pango, which draws the certificates.
4. Become the job: `exec`, so that signals and exit codes are the job's own.

What this knowingly does not do: Windows, and finding a Python (`run` does).
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from portal.starting import ports
from portal.starting.environment import Folder, Stopped
from portal.starting.progress import complain, say

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 14)
USAGE = (
    "./run demo [--port N]  or  ./run test [PYTEST ARGUMENTS]  or  ./run cluster [--port N] [--broker NAME]"
)
DEFAULT_PORT = 8000
MISUSED, UNSUPPORTED, INTERRUPTED = 2, 3, 130


def main(arguments: Sequence[str]) -> int:
    # a shell's background job begins with Ctrl-C ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        refuse_python(sys.version_info[:2])
        job, rest = read_job(arguments)
        folder = Folder(ROOT)
        folder.refuse_unwritable()
        folder.prepare(job, port=None if job == "test" else int(rest[-1]))
        become(folder, job, rest)
    except Stopped as stop:
        complain(str(stop))
        return stop.code
    except KeyboardInterrupt:
        complain("\nStopped. The next start begins where it can.")
        return INTERRUPTED


# --- the command line


def refuse_python(version: tuple[int, ...]) -> None:
    if not OLDEST <= version <= NEWEST:
        said = ".".join(map(str, version))
        raise Stopped(
            f"This is Python {said}; the portal needs 3.11 to 3.14: set PORTAL_PYTHON.", UNSUPPORTED
        )


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Stopped(f"{message[0].upper()}{message[1:]}. Write {USAGE}", MISUSED)


def read_job(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The job and what it is started with: the port of demo and cluster as last word, or pytest's own arguments."""
    match list(arguments):
        case ["test", *rest]:
            return "test", rest
        case ["demo", *rest]:
            return "demo", ["--port", str(_port(_parser("demo").parse_args(rest).port))]
        case ["cluster", *rest]:
            parser = _parser("cluster")
            parser.add_argument("--broker", choices=["redis", "rabbitmq"], default="redis")
            chosen = parser.parse_args(rest)
            return "cluster", ["--broker", chosen.broker, "--port", str(_port(chosen.port))]
        case []:
            raise Stopped(f"Say what to run: {USAGE}", MISUSED)
        case [unknown, *_]:
            raise Stopped(f"There is no job {unknown!r}: {USAGE}", MISUSED)
    raise AssertionError("a list is empty or has a first word")


def _parser(job: str) -> _Arguments:
    parser = _Arguments(prog=f"./run {job}", usage=USAGE, add_help=False, allow_abbrev=False)
    parser.add_argument("--port", default=str(DEFAULT_PORT))
    return parser


def _port(text: str) -> int:
    try:
        return ports.read(text)
    except ports.PortError as error:
        raise Stopped(str(error), MISUSED) from error


# --- the job


def become(folder: Folder, job: str, rest: Sequence[str]) -> NoReturn:
    module = {"demo": "portal.demo.serve", "test": "tests.everything", "cluster": "portal.demo.cluster"}[job]
    os.chdir(folder.root)
    # what is compiled in this folder stays: a demo starts a dozen Pythons, the tests hundreds, of 1500 modules each
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    say("")
    os.execv(  # noqa: S606 - the environment's own Python and one of our two modules
        folder.python, [str(folder.python), "-m", module, *rest]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
