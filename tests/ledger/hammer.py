"""Many writers, sealers that are killed in the middle of their work, and what must be true afterwards.

A nursery, forked while this process has no connection and no thread, forks sealers and kills them with SIGKILL at moments
that nobody chose, two at a time so that they also meet each other. The writers are threads here; some undo what they wrote,
some stay in their transaction for a while, so that commits come in another order than numbers.
"""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import OperationalError, connections, transaction

from services.ledger import tree
from services.ledger.checking import verify_log
from services.ledger.entries import record
from services.ledger.models import Checkpoint, Entry
from services.ledger.proofs import consistency
from services.ledger.sealer import seal

SHORTEST, LONGEST = 0.03, 0.25  # seconds of a sealer's life
UNDONE, LINGERS = 0.1, 0.1  # parts of all transactions


@dataclass
class Outcome:
    committed: set[str] = field(default_factory=set)
    undone: int = 0
    deaths: int = 0


@contextmanager
def nursery(sealers: int) -> Iterator[list[int]]:
    """The number of deaths stands in the list afterwards."""
    connections.close_all()  # a connection must not be shared with a child
    told, tells = os.pipe()
    deaths: list[int] = []
    pid = os.fork()
    if pid == 0:
        _raise_and_kill(sealers, tells)
    try:
        yield deaths
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
        os.close(tells)
        with os.fdopen(told) as report:
            deaths.append(int(report.read() or 0))


def _raise_and_kill(sealers: int, tells: int) -> None:
    """Never returns. Ends on SIGTERM, its children first."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    deaths = 0
    while not ended.is_set():
        children = [_sealer() for _ in range(sealers)]
        ended.wait(random.uniform(SHORTEST, LONGEST))
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            deaths += 1
    os.write(tells, str(deaths).encode())
    os._exit(0)


def _sealer() -> int:
    if pid := os.fork():
        return pid
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        with suppress(OperationalError):  # SQLite: the other one was quicker
            seal()


def hammer(*, writers: int, seconds: float, sealers: int = 2) -> Outcome:
    outcome, until = Outcome(), time.monotonic() + seconds
    with nursery(sealers) as deaths:
        threads = [
            threading.Thread(target=_write, args=[number, until, outcome]) for number in range(writers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    outcome.deaths = deaths[0]
    while seal():
        pass
    return outcome


def _write(number: int, until: float, outcome: Outcome) -> None:
    chance = random.Random(number)
    try:
        for turn in range(1_000_000):
            if time.monotonic() > until:
                return
            names = [f"{number}:{turn}:{part}" for part in range(chance.randint(1, 3))]
            with suppress(ZeroDivisionError):
                _transaction(names, chance)
                outcome.committed.update(names)
                continue
            outcome.undone += 1
    finally:
        connections.close_all()


def _transaction(names: list[str], chance: random.Random) -> None:
    with transaction.atomic():
        for name in names:
            record("hammered", {"name": name})
            if chance.random() < LINGERS:
                time.sleep(chance.random() / 50)
        if chance.random() < UNDONE:
            raise ZeroDivisionError


def judge(outcome: Outcome) -> None:
    """Every committed entry sealed once, places without a gap, every root and every growth proved."""
    rows = list(Entry.objects.order_by("leaf_index").values_list("leaf_index", "body"))
    names = [json.loads(bytes(body or b""))["name"] for _, body in rows]
    assert len(names) == len(set(names)) == len(outcome.committed)
    assert set(names) == outcome.committed
    assert [place for place, _ in rows] == list(range(len(rows)))
    report = verify_log()
    assert (report.faults, report.entries_ok) == ((), len(rows))
    checkpoints = list(Checkpoint.objects.order_by("size"))
    assert checkpoints[-1].size == len(rows)
    for old, new in pairwise(checkpoints):
        proof = consistency(old.size, new.size)
        roots = bytes(old.root), bytes(new.root)
        assert tree.roots_from(proof, old.size, new.size, roots[0]) == roots
