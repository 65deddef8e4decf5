"""Servers for the tests: the one the environment names, else one of the machine's own, started privately.

A private server is the same program that `./run cluster` keeps (portal/starting/servers), with its data in a folder that is
thrown away.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from portal.starting import ports
from portal.starting.servers import postgres as postgresql
from portal.starting.servers.program import Missing, running

__all__ = ["Missing", "find_postgres", "postgres"]

FAST_AND_FORGETFUL = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",  # of databases that live for seconds; tests that count blocks vacuum themselves
    "max_wal_size": "4GB",
    "max_connections": 60,
}
find_postgres = postgresql.find


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL whose databases the tests may make and drop; raises Missing.

    A private one is reached by its socket, which costs a thirtieth of all its and our time less than loopback does.
    """
    if named := os.environ.get("TEST_POSTGRES_URL"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="portal-postgres-", ignore_cleanup_errors=True) as made:
        os.chmod(made, 0o755)
        port = ports.free()
        server = postgresql.server(Path(made), port, FAST_AND_FORGETFUL)
        server.litter = Path(made)
        with running(server):
            yield f"postgres://postgres@{quote(made, safe='')}:{port}/postgres"
