"""A root differs: which of its entries is it? The stored inner nodes say so to within sixteen, and two entries that were
swapped are found by swapping them back.

Only asked once something is wrong, so it may read and hash as much as it likes.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from services.ledger import tree
from services.ledger.faults import Fault, FaultKind
from services.ledger.models import Entry, Node
from services.ledger.nodes import STEP

ONE_OR_TWO = (1, 2)  # spans that two swapped entries can lie in
Digests = dict[int, bytes]
Span = tuple[tree.Range, bytes]  # leaves, and the hash that was kept over them


def narrowed(since: int, kept: tree.Frontier) -> list[Fault]:
    """Where the entries from `since` on differ from what the tree of `kept` says. Empty: nowhere, so the tree does."""
    size = tree.size_of(kept)
    digests = _digests((since >> STEP) << STEP, size)
    wrong = [span for span in _spans(since, size, kept) if _hash(span[0], digests) != span[1]]
    if pair := _swapped(wrong, digests):
        return [Fault(FaultKind.ENTRIES_SWAPPED, *pair)]
    return [Fault(FaultKind.ENTRIES_REPLACED, max(low, since), high - 1) for (low, high), _ in wrong]


def _digests(low: int, high: int) -> Digests:
    rows = Entry.objects.filter(leaf_index__gte=low, leaf_index__lt=high).values_list("leaf_index", "digest")
    return {index: bytes(digest) for index, digest in rows if index is not None}


def _spans(since: int, size: int, kept: tree.Frontier) -> Iterator[Span]:
    """The smallest ranges from `since` on that have a hash of their own: blocks with a row, then what is left over."""
    first, last = since >> STEP, size >> STEP
    blocks = Node.objects.filter(level=STEP, number__gte=first, number__lt=last).order_by("number")
    for number, digest in blocks.values_list("number", "digest"):
        yield (number << STEP, (number + 1) << STEP), bytes(digest)
    low = 0
    for level, digest in kept:
        high = low + (1 << level)
        if level < STEP and high > since:
            yield (low, high), digest
        low = high


def _hash(span: tree.Range, digests: Digests) -> bytes | None:
    frontier: tree.Frontier = []
    for index in range(*span):
        if index not in digests:
            return None
        tree.append(frontier, digests[index])
    return tree.root(frontier)


def _swapped(wrong: Sequence[Span], digests: Digests) -> tuple[int, int] | None:
    if len(wrong) not in ONE_OR_TWO:
        return None
    places = [index for span, _ in wrong for index in range(*span) if index in digests]
    for one, other in combinations(places, 2):
        tried = {**digests, one: digests[other], other: digests[one]}
        if all(_hash(span, tried) == digest for span, digest in wrong):
            return one, other
    return None
