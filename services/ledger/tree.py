"""RFC 6962 hashing over stored complete subtrees. Pure: bytes in, bytes out.

A `Frontier` is the (level, digest) list of the complete subtrees that make a tree of some size, from left to right, so
a tree grows without its leaves at hand. Proofs are named as ranges of leaves first (`path_ranges`, `consistency_ranges`):
what has to be looked up for them, and where it is kept, is said in `nodes.py`.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

Frontier = list[tuple[int, bytes]]
Range = tuple[int, int]  # leaves from the first number up to, and without, the second


def leaf(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def append(frontier: Frontier, digest: bytes) -> Frontier:
    """Adds one leaf; equal neighbours merge, as in binary addition. Returns the subtrees that this made complete."""
    level, complete = 0, []
    while frontier and frontier[-1][0] == level:
        digest, level = node(frontier.pop()[1], digest), level + 1
        complete.append((level, digest))
    frontier.append((level, digest))
    return complete


def root(frontier: Frontier) -> bytes:
    if not frontier:
        return sha256(b"").digest()
    digest = frontier[-1][1]
    for _, left in reversed(frontier[:-1]):
        digest = node(left, digest)
    return digest


def size_of(frontier: Frontier) -> int:
    return sum(1 << level for level, _ in frontier)


def to_json(frontier: Frontier) -> list[tuple[int, str]]:
    return [(level, digest.hex()) for level, digest in frontier]


def from_json(rows: Sequence[tuple[int, str]]) -> Frontier:
    return [(level, bytes.fromhex(digest)) for level, digest in rows]


def path_ranges(index: int, size: int) -> list[Range]:
    """The audit path of RFC 6962 2.1.1, from the leaf up. Raises `IndexError` for a leaf that the tree does not have."""
    if not 0 <= index < size:
        raise IndexError(index)
    path: list[Range] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    return path[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """The proof of RFC 6962 2.1.2 that the tree of `old` leaves is the beginning of the one of `size`."""
    if not 0 < old <= size:
        raise IndexError(old)
    proof: list[Range] = []
    low, high = 0, size
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append((middle, high))
            high = middle
        else:
            proof.append((low, middle))
            low = middle
    if low:  # otherwise it is the old root itself, which whoever asks has
        proof.append((low, high))
    return proof[::-1]


def complete_subtrees(span: Range) -> Iterator[tuple[int, int]]:
    """The (level, number) of the complete subtrees that make up a range of one of the proofs above, from the left."""
    low, high = span
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def root_from(path: Sequence[bytes], index: int, size: int, digest: bytes) -> bytes | None:
    """The root that an audit path leads to (RFC 9162 2.1.3.2), or None if no tree of `size` has a path like it."""
    if not 0 <= index < size:
        return None
    place, last = index, size - 1
    for neighbour in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            digest = node(neighbour, digest)
            while not place & 1 and place:  # a right edge without partner goes up unhashed
                place, last = place >> 1, last >> 1
        else:
            digest = node(digest, neighbour)
        place, last = place >> 1, last >> 1
    return digest if last == 0 else None


def roots_from(proof: Sequence[bytes], old: int, size: int, old_root: bytes) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency proof leads to (RFC 9162 2.1.4.2), or None if no two such trees have one like it."""
    if not 0 < old <= size:
        return None
    if old == size:
        return (old_root, old_root) if not proof else None
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        return None
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            first, second = node(step, first), node(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node(second, step)
        place, last = place >> 1, last >> 1
    return (first, second) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
