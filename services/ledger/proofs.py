"""Showing afterwards that an entry is in the log, and that the log is whole.

A proof needs only what it holds and a checkpoint whose signature is ours: strangers check it with the stand-alone program
(`standalone/`), here `verify` also asks whether the checkpoint is one of this log's rows.

What none of this shows: that something was logged at all, and that nobody replaced the whole log with its key at hand. The
first is the actions' task, the second that of the witnesses.
"""

from dataclasses import dataclass

from services.ledger import nodes, tree
from services.ledger.leaves import commit, committed_to, data_of
from services.ledger.models import Checkpoint, Entry


class NotSealed(Exception):
    """The entry has no place yet; the sealer comes by every second."""


class NoSuchSize(Exception):
    """The log never had a checkpoint of this size."""


@dataclass(frozen=True)
class Proof:
    """`leaf` is the `index`-th of `size`; `path` leads from it up to `root` (RFC 6962 2.1.1). `salt` opens the leaf's
    commitment to `body`; both are None where they were erased."""

    leaf: bytes
    index: int
    size: int
    root: bytes
    path: tuple[bytes, ...]
    salt: bytes | None = None
    body: bytes | None = None


def prove(entry: Entry, size: int | None = None) -> Proof:
    """Against the checkpoint of `size`, or the one that sealed it. Raises `NotSealed` and `NoSuchSize`.

    For an entry that was changed it gives a proof that does not verify.
    """
    row = Entry.objects.get(pk=entry.pk)
    if row.leaf_index is None:
        raise NotSealed(entry.pk)
    checkpoint = _checkpoint(row.leaf_index, size)
    path = nodes.digests(tree.path_ranges(row.leaf_index, checkpoint.size))
    return Proof(
        leaf=data_of(row) or b"",
        index=row.leaf_index,
        size=checkpoint.size,
        root=bytes(checkpoint.root),
        path=tuple(path),
        salt=None if row.salt is None else bytes(row.salt),
        body=None if row.body is None else bytes(row.body),
    )


def _checkpoint(index: int, size: int | None) -> Checkpoint:
    known = Checkpoint.objects.filter(size__gt=index).only("size", "root")
    found = known.order_by("size").first() if size is None else known.filter(size=size).first()
    if found is None:
        raise NoSuchSize(size)
    return found


def verify(proof: Proof) -> bool:
    """The path leads to the root, and the root is one of this log's checkpoints of just that size."""
    known = Checkpoint.objects.filter(size=proof.size, root=proof.root).exists()
    return known and path_leads_to_root(proof) and says_what_it_opens(proof)


def path_leads_to_root(proof: Proof) -> bool:
    """Arithmetic alone. `size` is only vouched for by the checkpoint: some paths fit trees of several sizes."""
    return tree.root_from(proof.path, proof.index, proof.size, tree.leaf(proof.leaf)) == proof.root


def says_what_it_opens(proof: Proof) -> bool:
    """The leaf commits to the body that comes with it, or nothing comes with it."""
    if proof.body is None:
        return proof.salt is None
    if proof.salt is None:
        return proof.body == proof.leaf  # older than commitments
    return committed_to(proof.leaf) == commit(proof.salt, proof.body).hex()


def consistency(old: int, size: int) -> list[bytes]:
    """That the first `old` entries of the tree of `size` are those of the tree of `old`. Raises `NoSuchSize`."""
    if not 0 < old <= size or Checkpoint.objects.filter(size__in=[old, size]).count() != len({old, size}):
        raise NoSuchSize(old)
    return nodes.digests(tree.consistency_ranges(old, size))
