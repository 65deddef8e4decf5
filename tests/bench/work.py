"""Processor time: what this process and the one in PostgreSQL that answers it have worked. The clock on the wall would tell of
the neighbours."""

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def worked() -> float:
    """Milliseconds so far (Linux only where there is a server)."""
    from django.db import connection

    mine = time.process_time() * 1000
    if connection.vendor != "postgresql":
        return mine
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return mine + int(server.split()[0]) / 1e6  # nanoseconds on a processor


def turns(sides: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Milliseconds of each side, round by round: they take turns, so that a slow minute hits all."""
    taken: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for side, kept in zip(sides, taken, strict=True):
            gc.collect()
            begun = worked()
            side()
            kept.append(worked() - begun)
    return taken
