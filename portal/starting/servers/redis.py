"""Redis. What it was told is in a file before it answers, so a `kill -9` costs nothing that was acknowledged."""

from pathlib import Path

from portal.starting import ports
from portal.starting.servers.program import Program, answers, find

PROGRAMS = ("redis-server", "valkey-server", "/opt/homebrew/bin/redis-server")
ADVICE = "Redis: apt install redis-server (macOS: brew install redis)"


def server(folder: Path, port: int) -> Program:
    """Raises Missing."""
    program = find(PROGRAMS, ADVICE)
    folder.mkdir(parents=True, exist_ok=True)
    chosen: list[str | Path] = [
        "--bind",
        ports.LOOPBACK,
        "--port",
        str(port),
        "--dir",
        folder,
        "--save",
        "",
        "--appendonly",
        "yes",
    ]
    return Program("Redis", command=[program, *chosen], log=folder / "log", is_ready=lambda: answers(port))


def url(port: int, number: int = 0) -> str:
    return f"redis://{ports.LOOPBACK}:{port}/{number}"
