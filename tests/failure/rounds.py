"""`python -m tests.failure.rounds [ROUNDS] [VICTIM …]`: kill -9 of every part of a cluster in the middle of journeys, so often.

While clients apply without pause, one part after the other dies. After each death a department is silent for one question,
so that the application made then needs everything there is to come to its end: site, database, clock, worker, relay and
sealer. The time until it has is the recovery time. In the end the books are balanced. Ten rounds take about half an hour on
two quiet cores. Where RabbitMQ is among the victims, it is the broker.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()  # as a program; what reads along with the cluster knows our models

from tests.failure.books import Balance, balance, is_finished, nothing_left  # noqa: E402 (needs the settings)
from tests.failure.clients import Client, Crowd  # noqa: E402
from tests.failure.cluster import VICTIMS, Cluster  # noqa: E402
from tests.journeys.portal import eventually  # noqa: E402

APPLICANTS = ("zhoumin", "lijianguo")
ASKED = "social_insurance"
UNDER_WAY_SECONDS = 0.7  # between the crowd's beginning and the blow: it falls in the middle of something
RECOVERY_SECONDS = 180.0


@dataclass
class Trial:
    """One cluster and its clients over as many deaths as one likes."""

    cluster: Cluster
    clients: list[Client] = field(default_factory=list)
    recovered: dict[str, list[float]] = field(default_factory=dict)

    def begin(self) -> "Trial":
        self.cluster.start()
        self.clients = self.clients or [Client(name, self.cluster.port) for name in APPLICANTS]
        for client in self.clients:
            client.sign_in().apply()
        eventually(self._all_is_done, within=RECOVERY_SECONDS)
        return self

    @contextmanager
    def on(self, broker: str) -> Iterator["Trial"]:
        """The same portal, stopped and started on another broker; whatever was accepted before is still in the books."""
        if self.cluster.runs:
            self.cluster.stop()
        cluster = Cluster(self.cluster.folder, self.cluster.lease, broker)
        again = Trial(cluster, [replace(client, port=cluster.port, token="") for client in self.clients])
        try:
            yield again.begin()
        finally:
            cluster.dispose()

    def kill(self, victim: str) -> float:
        """Seconds from the death until an application begun after it has come to its end."""
        with Crowd(self.clients):
            time.sleep(UNDER_WAY_SECONDS)
            self.cluster.kill_one(victim)
            died = time.monotonic()
            self._silence()
            time.sleep(UNDER_WAY_SECONDS)
        probe = self.clients[0].apply()
        eventually(lambda: self._is_over(probe), within=RECOVERY_SECONDS)
        seconds = time.monotonic() - died
        eventually(self.cluster.is_whole, within=RECOVERY_SECONDS)
        self.recovered.setdefault(victim, []).append(seconds)
        return seconds

    def _silence(self) -> None:
        """A department that is the victim hears it when it is back."""

        def told() -> bool:
            with suppress(OSError):
                self.cluster.departments[ASKED].fault("down", times=1)
                return True
            return False

        eventually(told, within=RECOVERY_SECONDS)

    def _is_over(self, application: str) -> bool:
        try:
            return is_finished(self.cluster, application)
        except Exception:  # the database may be the victim
            return False

    def _all_is_done(self) -> bool:
        made = [each for client in self.clients for each in client.accepted]
        return nothing_left(self.cluster) and all(is_finished(self.cluster, each) for each in made)

    def balance(self) -> Balance:
        """Whoever is still on the way has three minutes; what has not arrived then counts as lost."""
        with suppress(AssertionError):
            eventually(self._all_is_done, within=RECOVERY_SECONDS)
        return balance(self.cluster, self.clients)

    def table(self) -> Iterator[str]:
        yield "| killed | times | recovery, median | longest |"
        yield "|---|---|---|---|"
        for victim, seconds in self.recovered.items():
            yield f"| {victim} | {len(seconds)} | {median(seconds):.1f} s | {max(seconds):.1f} s |"


@contextmanager
def begun(lease: int = 30, broker: str = "redis") -> Iterator[Trial]:
    """In a folder of its own that every account may enter: PostgreSQL runs under one."""
    with tempfile.TemporaryDirectory(prefix="portal-rounds-", ignore_cleanup_errors=True) as made:
        os.chmod(made, 0o755)
        trial = Trial(Cluster(Path(made) / "var", lease, broker))
        try:
            yield trial.begin()
        finally:
            trial.cluster.dispose()


def main(words: Sequence[str]) -> int:
    number = int(words[0]) if words else 10
    victims = list(words[1:]) or [*VICTIMS]
    with begun(broker="rabbitmq" if "RabbitMQ" in victims else "redis") as trial:
        for each in range(1, number + 1):
            for victim in victims:
                print(f"round {each}: {victim} back after {trial.kill(victim):.1f} s", flush=True)
        books = trial.balance()
        print("\n".join(["", *trial.table(), "", str(books)]))
        print("stopped clean" if trial.cluster.stop() == 0 else trial.cluster.said)
    return int(not books.is_right)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
