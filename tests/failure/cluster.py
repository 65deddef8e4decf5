"""A cluster whose parts can be killed one at a time: `kill -9`, the whole of a part, as when its machine goes down."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.journeys.portal import ROOT, RunningPortal, descendants, eventually

# a part -> what stands in the command line of its process
VICTIMS = {
    "web": r"granian|gunicorn",
    "worker": r"celery .* worker",
    "relay": r"manage work relay",
    "sealer": r"manage work seal",
    "PostgreSQL": r"postgres -D",
    "Redis": r"redis-server",
    "clock": r"celery .* beat",
    "departments": r"services\.simulators ",
    "SMS gateway": r"services\.simulators\.sms_gateway",
}
RABBITMQ = {"RabbitMQ": r"rabbitmq"}  # with this broker only


class Cluster(RunningPortal):
    """`lease`: seconds that a relay may take over one event; who dies in the middle of one costs as much."""

    def __init__(self, folder: Path, lease: int = 30, broker: str = "redis") -> None:
        super().__init__(folder)
        self.lease, self._broker = lease, broker
        self.victims = VICTIMS | (RABBITMQ if broker == "rabbitmq" else {})
        self._whole: dict[str, int] = {}

    def start(self) -> "Cluster":
        super().start()
        self._whole = self._counted()
        assert all(self._whole.values()), self._whole
        return self

    def _environment(self) -> dict[str, str]:
        return {**super()._environment(), "DATABASE_URL": "", "PORTAL_RELAY_LEASE_SECONDS": str(self.lease)}

    def command(self) -> list[str]:
        return ["portal.demo.cluster", "--broker", self._broker]

    @property
    def database(self) -> str:
        found = re.search(r"DATABASE_URL +(postgres://\S+)", self.said)
        assert found, self.said
        return found[1]

    def rows(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database) as connection:
            connection.read_only = True
            return connection.execute(sql, given).fetchall()

    def kill_one(self, name: str) -> None:
        """Returns when it is dead; the keeper sees to the rest."""
        victim = self.processes(name)[0]
        for pid in (victim, *descendants(victim)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        eventually(lambda: victim not in self.processes(name))

    def is_whole(self) -> bool:
        """Whether every part has the processes that it began with."""
        return self._counted() == self._whole

    def _counted(self) -> dict[str, int]:
        children = self._children()
        return {name: len(self._among(children, name)) for name in self.victims}

    def processes(self, name: str) -> Sequence[int]:
        return self._among(self._children(), name)

    def _among(self, children: dict[int, str], name: str) -> list[int]:
        return [pid for pid, args in children.items() if re.search(self.victims[name], args)]

    def _children(self) -> dict[int, str]:
        """What each living child of the main process was started with, by its id."""
        assert self._process
        words = ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="]
        lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
        found = [line.split(None, 3) for line in lines]
        return {
            int(pid): args
            for pid, parent, state, args in found
            if int(parent) == self._process.pid and not state.startswith("Z")
        }

    def manage(self, *words: str) -> str:
        """`manage.py` on the cluster's database; what it said, also where it fails."""
        run = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=os.environ | self._environment() | {"DATABASE_URL": self.database},
            capture_output=True,
            text=True,
            check=False,
        )
        return (run.stdout + run.stderr).strip()
