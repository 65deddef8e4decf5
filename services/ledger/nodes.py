"""Where the inner nodes of the tree are kept: every fourth level, so a proof costs some dozens of hashes and two queries
however long the log is, and the rows are a fifteenth of the entries.

The levels between, and level 0 (the entries' own digests), are at most sixteen hashes away.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from services.ledger import tree
from services.ledger.models import Entry, Node

STEP = 4
Place = tuple[int, int]  # level, number from the left


def kept(size: int, complete: tree.Frontier) -> list[Node]:
    """Those of the subtrees completed by the `size`-th leaf that have a row."""
    return [
        Node(level=level, number=(size >> level) - 1, digest=digest)
        for level, digest in complete
        if level % STEP == 0
    ]


def digests(spans: Iterable[tree.Range]) -> list[bytes]:
    """The hash over each range of leaves, as `tree.path_ranges` and `tree.consistency_ranges` name them."""
    wanted = [list(tree.complete_subtrees(span)) for span in spans]
    found = _fetched({_stored(subtree) for subtrees in wanted for subtree in subtrees})
    return [_joined(subtrees, found) for subtrees in wanted]


def _joined(subtrees: Iterable[Place], found: Mapping[Place, bytes]) -> bytes:
    return tree.root([(level, _hashed(level, number, found)) for level, number in subtrees])


def _hashed(level: int, number: int, found: Mapping[Place, bytes]) -> bytes:
    """Of one complete subtree, from the stored nodes below it."""
    below, first, count = _stored((level, number))
    row = [found[below, each] for each in range(first, first + count)]
    while len(row) > 1:
        row = [tree.node(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def _stored(subtree: Place) -> tuple[int, int, int]:
    """The level whose rows make it, its first row there and how many they are."""
    level, number = subtree
    above = level % STEP
    return level - above, number << above, 1 << above


def _fetched(wanted: set[tuple[int, int, int]]) -> dict[Place, bytes]:
    """Raises `KeyError` later where a row is missing: the log is not whole."""
    leaves = [(first, count) for level, first, count in wanted if level == 0]
    inner = [each for each in wanted if each[0]]
    found: dict[Place, bytes] = {}
    if leaves:
        spans = [Q(leaf_index__gte=first, leaf_index__lt=first + count) for first, count in leaves]
        rows = Entry.objects.filter(reduce(or_, spans)).values_list("leaf_index", "digest")
        found |= {(0, index): bytes(digest) for index, digest in rows if index is not None}
    if inner:
        spans = [Q(level=level, number__gte=first, number__lt=first + count) for level, first, count in inner]
        nodes = Node.objects.filter(reduce(or_, spans)).values_list("level", "number", "digest")
        found |= {(level, number): bytes(digest) for level, number, digest in nodes}
    return found


def stored(made: Sequence[Node]) -> dict[Place, bytes]:
    """The rows of the levels and between the numbers of these nodes."""
    spans: dict[int, tuple[int, int]] = {}
    for each in made:
        first, last = spans.get(each.level, (each.number, each.number))
        spans[each.level] = min(first, each.number), max(last, each.number)
    return _fetched({(level, first, last - first + 1) for level, (first, last) in spans.items()})
