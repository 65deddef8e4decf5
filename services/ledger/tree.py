"""RFC 6962 hashing over stored complete subtrees. Pure: bytes in, bytes out.

A `Frontier` is the (level, digest) list of the complete subtrees that make a tree of some size, from left to right, so
a tree grows without its leaves at hand. For a proof, the frontier of an older size and the leaves after it are enough
(`Part`): a leaf's neighbours on the way up lie among the later leaves or are older complete subtrees.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

Frontier = list[tuple[int, bytes]]


def leaf(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def append(frontier: Frontier, digest: bytes) -> None:
    """Adds one leaf; equal neighbours merge, as in binary addition."""
    level = 0
    while frontier and frontier[-1][0] == level:
        digest, level = node(frontier.pop()[1], digest), level + 1
    frontier.append((level, digest))


def root(frontier: Frontier) -> bytes:
    if not frontier:
        return sha256(b"").digest()
    digest = frontier[-1][1]
    for _, left in reversed(frontier[:-1]):
        digest = node(left, digest)
    return digest


def to_json(frontier: Frontier) -> list[tuple[int, str]]:
    return [(level, digest.hex()) for level, digest in frontier]


def from_json(rows: Sequence[tuple[int, str]]) -> Frontier:
    return [(level, bytes.fromhex(digest)) for level, digest in rows]


@dataclass(frozen=True)
class Part:
    """A tree of which the first `start` leaves are known by their frontier only, the `leaves` after them one by one."""

    start: int
    frontier: Frontier
    leaves: Sequence[bytes]

    @property
    def size(self) -> int:
        return self.start + len(self.leaves)

    def path(self, index: int) -> list[bytes]:
        """The audit path of RFC 6962 2.1.1, from the leaf up. `index` must be one of the later leaves."""
        if not self.start <= index < self.size:
            raise IndexError(index)
        path: list[bytes] = []
        low, high = 0, self.size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._subtree(middle, high))
                high = middle
            else:
                path.append(self._subtree(low, middle))
                low = middle
        return path[::-1]

    def _subtree(self, low: int, high: int) -> bytes:
        """The hash over the leaves from `low` up to `high`. Complete subtrees nest, so none of ours straddles an edge."""
        older = [subtree for first, subtree in self._placed() if low <= first < high]
        newer = self.leaves[max(0, low - self.start) : max(0, high - self.start)]
        for digest in newer:
            append(older, digest)
        return root(older)

    def _placed(self) -> Iterator[tuple[int, tuple[int, bytes]]]:
        """Each known subtree with the number of its first leaf."""
        first = 0
        for level, digest in self.frontier:
            yield first, (level, digest)
            first += 1 << level


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


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
