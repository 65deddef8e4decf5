"""Servers for the tests: the one the environment names, else one of the machine's own, started privately.

A private server listens on loopback on a free port, keeps its data in a folder of its own, and ends with the process
that started it, also after `kill -9`: a shell holds the other end of a pipe and acts when it closes.

What this knowingly does not do: install anything, or use a server that happens to run on the machine.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.starting import ports

STARTING_SECONDS = 60.0
POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": 60,
}


class Missing(Exception):
    """A program that is not there: which one, and the line that installs it."""


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL whose databases the tests may make and drop; raises Missing."""
    if named := os.environ.get("TEST_POSTGRES_URL"):
        yield named
        return
    programs = find_postgres()
    account = unprivileged()
    with tempfile.TemporaryDirectory(prefix="portal-postgres-", ignore_cleanup_errors=True) as made:
        base = Path(made)
        if account:
            os.chown(base, account["user"], account["group"])
        initialise(programs, base, account)
        with running(programs, base, account) as port:
            yield f"postgres://postgres@{ports.LOOPBACK}:{port}/postgres"


def find_postgres() -> Path:
    """The folder of the newest PostgreSQL's programs."""
    found = [place for pattern in POSTGRES_PLACES for place in Path("/").glob(pattern[1:])]
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    usable = [place for place in found if (place / "initdb").exists()]
    if not usable:
        raise Missing("PostgreSQL: apt install postgresql (macOS: brew install postgresql)")
    return max(usable, key=lambda place: [int(number) for number in re.findall(r"\d+", str(place))])


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses the administrator: an ordinary account for it, where we are the administrator."""
    if os.getuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise Missing("an account that is not root, which PostgreSQL refuses: useradd postgres")


def initialise(programs: Path, base: Path, account: dict[str, Any]) -> None:
    how = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [programs / "initdb", "-D", base / "data", *how], check=True, capture_output=True, cwd=base, **account
    )


@contextlib.contextmanager
def running(programs: Path, base: Path, account: dict[str, Any]) -> Iterator[int]:
    port, log = ports.free(), base / "log"
    settings = {**FAST_AND_FORGETFUL, "listen_addresses": ports.LOOPBACK}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [programs / "postgres", "-D", base / "data", "-p", str(port), "-k", base, *words]
    with log.open("wb") as written:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            cwd=base,
            start_new_session=True,
            **account,
        )
    with guarded(server, base):
        wait_for(base / "data", server, log)
        yield port


@contextlib.contextmanager
def guarded(server: "subprocess.Popen[bytes]", base: Path) -> Iterator[None]:
    """SIGQUIT (PostgreSQL: stop at once) when this block ends, or this process, whatever ended it."""
    act = f"read nothing; kill -QUIT {server.pid}; sleep 1; rm -rf '{base}'"
    guard = subprocess.Popen(["/bin/sh", "-c", act], stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        server.send_signal(3)
        server.wait()
        guard.kill()
        guard.communicate()


def wait_for(data: Path, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Its port answers a moment before it accepts connections; its own note says when it does."""
    note, deadline = data / "postmaster.pid", time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(FileNotFoundError):
            if note.read_text().rstrip().endswith("ready"):
                return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()[-800:]}")
