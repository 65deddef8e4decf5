"""What the ledger costs: `python -m tests.bench.ledger [sqlite|postgresql] [LEAVES]`; on both and with a million unless said.

Ratios of processor time within one run, taking turns; on PostgreSQL the server's work counts as well. Sealing against
submitting: how many submissions one sealer keeps up with, each with all the entries that it writes, where many come together
between two of its turns and where few do. A proof in a log of so many leaves against twenty hashes, about as many as lie
between a leaf and the root. The leaves are entries as the portal writes them, under the sealer's own tree and inner nodes; only
their rows are inserted by bare SQL, which is not measured.
"""

import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.stage import DATABASES, on_both, stage
from tests.bench.submit import World
from tests.bench.work import turns

LEAVES, BATCH, ROUNDS = 1_000_000, 20_000, 5
PROOFS, HASHES = 200, 20
TOGETHER = (250, 20)  # submissions between two turns of the sealer
BAR = 20.0  # submissions that one sealer keeps up with


def main(words: Sequence[str]) -> int:
    if not words or words[0] not in DATABASES:
        return on_both("tests.bench.ledger", words)
    database, leaves = words[0], int(words[1]) if words[1:] else LEAVES
    with stage(database) as folder, TemporaryDirectory(dir=folder) as people:
        print(f"--- {database}")
        sealing(Path(people))
        fill(leaves)
        proofs(leaves)
    return 0


def sealing(people: Path) -> None:
    """Each round submits, then seals what was written: as many at once as come together while a sealer is busy."""
    from services.ledger.sealer import catch_up
    from tests.bench.submit import arrange

    world = arrange(people)
    catch_up()
    first = 1
    for together in TOGETHER:
        _sealing(world, together, first)
        first += together * ROUNDS


def _sealing(world: World, together: int, first: int) -> None:
    from services.ledger.models import Entry
    from services.ledger.sealer import catch_up
    from tests.bench import drafts

    ready = iter(drafts.copies(world.model, together * ROUNDS, first=first))
    before = Entry.objects.count()
    submitting = (lambda: [world.submit(draft) for draft in islice(ready, together)], catch_up)
    submitted, sealed = (median(each) * 1000 / together for each in turns(submitting, ROUNDS))
    entries = (Entry.objects.count() - before) / (together * ROUNDS)
    print(f"{together} between two seals: a submission {submitted:.0f} us, ", end="")
    print(f"sealing its {entries:.1f} entries {sealed:.0f} us: {submitted / sealed:.1f} (bar {BAR:.0f})")


def proofs(leaves: int) -> None:
    from services.ledger.models import Entry
    from services.ledger.proofs import path_leads_to_root, prove

    places = Random(1).sample(range(leaves), PROOFS)
    entries = list(Entry.objects.filter(leaf_index__in=places))
    made = [prove(entry) for entry in entries]
    assert len(made) == PROOFS and all(map(path_leads_to_root, made))
    sides = (
        lambda: [prove(entry) for entry in entries],
        lambda: [path_leads_to_root(proof) for proof in made],
        lambda: [hashes() for _ in entries],
    )
    proving, checking, bare = (median(each) * 1000 / PROOFS for each in turns(sides, ROUNDS))
    print(f"in {leaves:,} leaves, {HASHES} hashes {bare:.1f} us")
    print(
        f"making a proof {proving:.0f} us, ratio {proving / bare:.1f}; checking one {checking:.1f} us, ",
        end="",
    )
    print(f"ratio {checking / bare:.2f}; {max(len(proof.path) for proof in made)} steps at most")


def hashes(digest: bytes = bytes(32)) -> bytes:
    """Up a tree, as bare as Python can."""
    for _ in range(HASHES):
        digest = sha256(b"\1" + digest + digest).digest()
    return digest


def fill(leaves: int) -> None:
    """The log anew from where it stands: entries, inner nodes, one checkpoint."""
    from django.db import connection, transaction
    from django.utils.timezone import now

    from services.ledger import nodes, sealer, tree
    from services.ledger.models import Node

    size, frontier = sealer._last_tree()
    with transaction.atomic():
        for batch in batches(size, leaves):
            made: list[Node] = []
            for place, row in enumerate(batch, size + 1):
                made += nodes.kept(place, tree.append(frontier, row[5]))
            size += len(batch)
            with connection.cursor() as cursor:
                cursor.executemany(INSERT, batch)
            Node.objects.bulk_create(made)
        sealer._write_down(size, frontier, [], now())


INSERT = (
    "INSERT INTO ledger_entry (kind, written_at, body, salt, commitment, digest, leaf_index)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def batches(first: int, leaves: int) -> Iterator[list[tuple[object, ...]]]:
    for begun in range(first, leaves, BATCH):
        yield [row(place) for place in range(begun, min(begun + BATCH, leaves))]


def row(place: int) -> tuple[object, ...]:
    from services.ledger.entries import entry

    made = entry("seen", {"n": place})
    return (made.kind, made.written_at, made.body, made.salt, made.commitment, made.digest, place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
