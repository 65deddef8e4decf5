"""Showing afterwards that an entry is in the log, and that the log is whole.

A proof is against the checkpoint that sealed its entry. That costs one batch, however long the log has grown: the
checkpoint before it keeps the complete subtrees of everything older. `verify` needs the checkpoint's row, since a path
alone does not say how large its tree was; `path_leads_to_root` is the part a stranger can do with pencil and paper.

What none of this shows: that something was logged at all, and that nobody replaced the whole log, checkpoints
included. The first is the actions' task, the second needs witnesses outside this database.
"""

from dataclasses import dataclass

from services.ledger import tree
from services.ledger.models import Checkpoint, Entry


class NotSealed(Exception):
    """The entry has no place yet; the sealer comes by every second."""


@dataclass(frozen=True)
class Proof:
    """`body` is the leaf, the `index`-th of `size`; `path` leads from it up to `root` (RFC 6962 2.1.1)."""

    body: bytes
    index: int
    size: int
    root: bytes
    path: tuple[bytes, ...]


def prove(entry: Entry) -> Proof:
    """Raises `NotSealed`. For an entry that was changed it gives a proof that does not verify."""
    index = Entry.objects.values_list("leaf_index", flat=True).get(pk=entry.pk)
    if index is None:
        raise NotSealed(entry.pk)
    after = Checkpoint.objects.filter(size__gt=index).earliest("size")
    part = _part(after.size)
    return Proof(bytes(entry.body), index, after.size, bytes(after.root), tuple(part.path(index)))


def verify(proof: Proof) -> bool:
    """The path leads to the root, and the root is one of this log's checkpoints of just that size."""
    known = Checkpoint.objects.filter(size=proof.size, root=proof.root).exists()
    return known and path_leads_to_root(proof)


def path_leads_to_root(proof: Proof) -> bool:
    """Arithmetic alone. `size` is only vouched for by the checkpoint: some paths fit trees of several sizes."""
    return tree.root_from(proof.path, proof.index, proof.size, tree.leaf(proof.body)) == proof.root


def _part(size: int) -> tree.Part:
    """The tree of `size`, its leaves known one by one from the checkpoint before it on."""
    before = Checkpoint.objects.filter(size__lt=size).order_by("-size").first()
    start = before.size if before else 0
    digests = Entry.objects.filter(leaf_index__gte=start, leaf_index__lt=size).order_by("leaf_index")
    leaves = [bytes(digest) for digest in digests.values_list("digest", flat=True)]
    return tree.Part(start, tree.from_json(before.frontier) if before else [], leaves)
