"""`python -m services.simulators DEPARTMENT --port N`, or several in one process: `health=4001 transport=4002`.

`--list` names the departments. Says one line a department, `CODE http://127.0.0.1:PORT`, when it is ready. Ends on
SIGTERM or Ctrl-C, and with its parent when `--with-parent` is given or PORTAL_EMBEDDED is set.
"""

import argparse
import errno
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from services.simulators.departments import DEPARTMENTS
from services.simulators.lifeline import end_with_parent
from services.simulators.people import People
from services.simulators.seals import SKEW_SECONDS, Guard, Keys
from services.simulators.server import HOST, Server
from services.simulators.witness import Witness


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m services.simulators", description="A department to talk to."
    )
    parser.add_argument(
        "departments", nargs="*", metavar="DEPARTMENT[=PORT]", help="which department to be, and where"
    )
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; without it a free one is taken")
    parser.add_argument(
        "--with-parent", action="store_true", help="end when the process that started this one is gone"
    )
    parser.add_argument(
        "--witness",
        type=Path,
        metavar="FOLDER",
        help="be a witness of the portal's log too; its files lie there",
    )
    parser.add_argument("--keys", type=Path, default=_key_folder(), help="where keys lie (see seals.py)")
    parser.add_argument(
        "--skew", type=float, default=SKEW_SECONDS, help="seconds the portal's clock may differ by"
    )
    parser.add_argument("--list", action="store_true", help="name the departments and end")
    found = parser.parse_args(given)
    if not found.list and not found.departments:
        parser.error("name a department, or --list")
    try:
        found.ports = _ports(found.departments, found.port)
    except ValueError as error:
        parser.error(str(error))
    return found


def _key_folder() -> Path:
    """The portal's own, by the same variables."""
    var = Path(os.environ.get("PORTAL_VAR") or "var")
    return Path(os.environ.get("PORTAL_GATEWAY_KEYS") or var / "keys")


def _ports(named: Sequence[str], port: int) -> dict[str, int]:
    """By department. Raises ValueError."""
    found = {}
    for each in named:
        code, _, own = each.partition("=")
        if code not in DEPARTMENTS:
            raise ValueError(f"{code} is none of {', '.join(DEPARTMENTS)}")
        found[code] = int(own) if own else port
    return found


def main(given: Sequence[str] | None = None) -> int:
    wanted = arguments(given)
    if wanted.list:
        for department in DEPARTMENTS.values():
            _say(f"{department.code} {department.name}")
        return 0
    if wanted.with_parent or os.environ.get("PORTAL_EMBEDDED"):
        end_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    with ExitStack() as opened:
        servers = []
        for code, port in wanted.ports.items():
            try:
                guard = Guard(Keys(wanted.keys, code), wanted.skew)
                witness = Witness(code, wanted.witness) if wanted.witness else None
                served = Server(DEPARTMENTS[code], People(), port, guard, witness)
                servers.append(opened.enter_context(served))
            except (OSError, OverflowError) as error:
                sys.stderr.write(_why(error, port) + "\n")
                return 2
        serve(servers)
    return 0


def serve(servers: Sequence[Server]) -> None:
    """Until a signal ends it, which reaches the main thread: the last department is played there."""
    for server in servers:
        _say(f"{server.department.code} http://{HOST}:{server.server_port}")
    for server in servers[:-1]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    servers[-1].serve_forever()


def _why(error: OSError | OverflowError, port: int) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"Port {port} is taken. End the other program, or choose another with --port."
    return f"Port {port} cannot be used: {error}. Choose another with --port."


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
