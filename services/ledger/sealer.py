"""Gives unsealed entries their place in the tree, writes the new root down and signs it.

The order of ids is not the order of commits, so places are given here, to what is there: never "all above the last id",
which would lose what commits late. A crash leaves everything unsealed and nothing half done. The digest made when the
entry was written is made again; a difference stops the sealing for good, because it needs a person.
"""

from datetime import datetime
from functools import cache

from django.db import connection
from django.utils.timezone import now

from services.ledger import nodes, notes, tree
from services.ledger.leaves import belongs_together
from services.ledger.locks import only_one
from services.ledger.models import Checkpoint, Entry, Node
from services.prepared import Prepared, insert

BATCH = 1000
ONE_BY_ONE = "UPDATE ledger_entry SET leaf_index = %s WHERE id = %s AND leaf_index IS NULL"
AT_ONCE = """UPDATE ledger_entry SET leaf_index = given.place FROM unnest(%s::bigint[], %s::bigint[]) AS given (place, id)
    WHERE ledger_entry.id = given.id AND leaf_index IS NULL"""
# as text: a sealer with little to do pays for its turn, and building three statements was more than half of that
_any_waits = Prepared(lambda: Entry.objects.filter(leaf_index=None).values_list("pk", flat=True)[:1])
_last = Prepared(lambda: Checkpoint.objects.order_by("-size").values_list("size", "frontier")[:1])


class TamperedBeforeSeal(Exception):
    """The entry with this id is not what was written: the database was changed by other hands."""


def seal(at: datetime | None = None) -> int:
    """One batch; how many entries it placed. There may be more if that is `BATCH`. `at`: the checkpoint's time, the
    clock of this process where nobody says."""
    if connection.vendor == "sqlite" and not _any_waits():
        return 0  # without the lock, which there is everybody's
    with only_one():
        if not (entries := _waiting(BATCH)()):
            return 0
        size, frontier = _last_tree()
        made: list[Node] = []
        for place, entry in enumerate(entries, size + 1):
            made += nodes.kept(place, tree.append(frontier, _checked_digest(entry)))
        _place(entries, size)
        _write_down(size + len(entries), frontier, made, at or now())
    return len(entries)


def catch_up() -> int:
    """Everything that waits; how many. Before a site serves, and before an export."""
    sealed = 0
    while some := seal():
        sealed += some
    return sealed


@cache
def _waiting(batch: int) -> "Prepared[Entry]":
    return Prepared(lambda: Entry.objects.filter(leaf_index=None).order_by("id")[:batch])


def _last_tree() -> tuple[int, tree.Frontier]:
    for size, frontier in _last():
        return size, tree.from_json(frontier)
    return 0, []


def _checked_digest(entry: Entry) -> bytes:
    if entry.body is None or not belongs_together(entry):
        raise TamperedBeforeSeal(entry.pk)
    return bytes(entry.digest)


def _place(entries: list[Entry], first: int) -> None:
    """`bulk_update` would build one CASE of a thousand arms: ten times the cost, all of it under SQLite's write lock."""
    ids, places = [entry.pk for entry in entries], [*range(first, first + len(entries))]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(AT_ONCE, [places, ids])
        else:
            cursor.executemany(ONE_BY_ONE, [*zip(places, ids, strict=True)])


def _write_down(size: int, frontier: tree.Frontier, made: list[Node], at: datetime) -> None:
    if made:
        insert(*made)
    root = tree.root(frontier)
    note = notes.written(size, root, at)
    insert(Checkpoint(size=size, root=root, frontier=tree.to_json(frontier), at=at, note=note))
