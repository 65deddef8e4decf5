"""PostgreSQL. It refuses the administrator, so there an ordinary account runs it; its own note says when it is ready."""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.starting import ports
from portal.starting.servers.program import Missing, Program

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


def server(folder: Path, port: int, settings: Mapping[str, object] | None = None) -> Program:
    """Its data are made in `folder` where there are none. Raises Missing."""
    programs, account = find(), unprivileged()
    folder.mkdir(parents=True, exist_ok=True)
    _hand_over(folder, account)
    if not (folder / "data" / "PG_VERSION").exists():
        _initialise(programs, folder, account)
    chosen = {**(settings or {}), "listen_addresses": ports.LOOPBACK}
    words = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
    return Program(
        "PostgreSQL",
        command=[programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder, *words],
        how={"cwd": folder, **account},
        log=folder / "log",
        is_ready=lambda: _says_ready(folder / "data" / "postmaster.pid"),
        ends_on=signal.SIGINT,  # roll back and stop; on SIGTERM it would wait for everybody to leave
    )


def url(port: int) -> str:
    return f"postgres://postgres@{ports.LOOPBACK}:{port}/postgres"


def find() -> Path:
    """The folder of the newest PostgreSQL's programs."""
    found = [place for pattern in PLACES for place in Path("/").glob(pattern[1:])]
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    usable = [place for place in found if (place / "initdb").exists()]
    if not usable:
        raise Missing("PostgreSQL: apt install postgresql (macOS: brew install postgresql)")
    return max(usable, key=lambda place: [int(number) for number in re.findall(r"\d+", str(place))])


def unprivileged() -> dict[str, Any]:
    """An ordinary account, where we are the administrator."""
    if os.getuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise Missing("an account that is not root, which PostgreSQL refuses: useradd postgres")


def _hand_over(folder: Path, account: Mapping[str, Any]) -> None:
    """To the account that runs the server, with all that is in it; it must also be able to go there."""
    if not account:
        return
    for place in (folder, *folder.rglob("*")):
        os.chown(place, account["user"], account["group"])
    looked = subprocess.run(["/bin/sh", "-c", f"cd '{folder}'"], capture_output=True, check=False, **account)
    if looked.returncode:
        raise Missing(f"a folder that PostgreSQL's account can reach: {folder} is not; set PORTAL_VAR")


def _initialise(programs: Path, folder: Path, account: Mapping[str, Any]) -> None:
    how = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    command: list[str | Path] = [programs / "initdb", "-D", folder / "data", *how]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, **account)


def _says_ready(note: Path) -> bool:
    """Its port answers a moment before it accepts connections."""
    with contextlib.suppress(FileNotFoundError):
        return note.read_text().rstrip().endswith("ready")
    return False
