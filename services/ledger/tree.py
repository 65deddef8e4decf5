"""RFC 6962 hashing over stored complete subtrees. Pure: a `Frontier` is the (level, digest) list of a tree of some size."""

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
