"""The tree of the log is the tree of RFC 6962, however it was grown."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.ledger import tree
from tests.ledger import rfc6962


def grown(data: list[bytes]) -> tree.Frontier:
    frontier: tree.Frontier = []
    for each in data:
        tree.append(frontier, tree.leaf(each))
    return frontier


def part(data: list[bytes], start: int) -> tree.Part:
    return tree.Part(start, grown(data[:start]), [tree.leaf(each) for each in data[start:]])


def numbered(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int, int]:
    """A size, a checkpoint before it, and a leaf after that."""
    size = draw(st.integers(1, 130))
    start = draw(st.integers(0, size - 1))
    return size, start, draw(st.integers(start, size - 1))


def test_the_roots_are_those_of_the_published_vectors() -> None:
    assert tree.root([]) == rfc6962.EMPTY_ROOT
    assert [tree.root(grown(rfc6962.DATA[:size])) for size in range(1, 9)] == rfc6962.ROOTS


@pytest.mark.parametrize("place", rfc6962.PATHS)
def test_the_paths_are_those_of_the_published_vectors(place: tuple[int, int]) -> None:
    index, size = place
    expected = [bytes.fromhex(text) for text in rfc6962.PATHS[place]]
    assert part(rfc6962.DATA[:size], 0).path(index) == expected
    digest = tree.leaf(rfc6962.DATA[index])
    assert tree.root_from(expected, index, size, digest) == rfc6962.ROOTS[size - 1]


@pytest.mark.parametrize("size", range(70))
def test_a_grown_tree_is_the_recursive_definition(size: int) -> None:
    assert tree.root(grown(numbered(size))) == rfc6962.tree_hash(numbered(size))


@given(st.lists(st.binary(max_size=40), max_size=200))
def test_whatever_the_leaves_are_the_root_is_that_of_the_definition(data: list[bytes]) -> None:
    assert tree.root(grown(data)) == rfc6962.tree_hash(data)


@given(st.integers(0, 5000))
def test_a_frontier_is_the_size_in_binary(size: int) -> None:
    levels = [level for level, _ in grown(numbered(size))]
    assert sum(1 << level for level in levels) == size
    assert levels == sorted(set(levels), reverse=True)


@given(st.integers(0, 300))
def test_a_frontier_survives_its_column(size: int) -> None:
    frontier = grown(numbered(size))
    assert tree.from_json(json.loads(json.dumps(tree.to_json(frontier)))) == frontier


@given(places())
def test_a_path_needs_only_the_leaves_since_a_checkpoint(place: tuple[int, int, int]) -> None:
    size, start, index = place
    data = numbered(size)
    assert part(data, start).path(index) == rfc6962.path(index, data)


@pytest.mark.parametrize(("start", "index"), [(0, -1), (0, 5), (3, 2), (3, 5)])
def test_there_is_no_path_for_a_leaf_that_is_not_at_hand(start: int, index: int) -> None:
    with pytest.raises(IndexError):
        part(numbered(5), start).path(index)


@given(places())
def test_every_path_leads_to_the_root(place: tuple[int, int, int]) -> None:
    size, start, index = place
    data = numbered(size)
    path = part(data, start).path(index)
    assert tree.root_from(path, index, size, tree.leaf(data[index])) == rfc6962.tree_hash(data)


@given(places(), st.data())
def test_any_flipped_byte_leads_elsewhere(place: tuple[int, int, int], data: st.DataObject) -> None:
    size, start, index = place
    entries = numbered(size)
    path = part(entries, start).path(index)
    parts = [tree.leaf(entries[index]), *path]
    which = data.draw(st.integers(0, len(parts) - 1))
    at, mask = data.draw(st.integers(0, 31)), data.draw(st.integers(1, 255))
    parts[which] = parts[which][:at] + bytes([parts[which][at] ^ mask]) + parts[which][at + 1 :]
    assert tree.root_from(parts[1:], index, size, parts[0]) != rfc6962.tree_hash(entries)


@given(places(), st.integers(0, 200))
def test_a_path_holds_for_its_own_leaf_only(place: tuple[int, int, int], other: int) -> None:
    size, start, index = place
    assume(other != index)
    data = numbered(size)
    path = part(data, start).path(index)
    assert tree.root_from(path, other, size, tree.leaf(data[index])) != rfc6962.tree_hash(data)


@given(places(), st.binary(min_size=32, max_size=32))
def test_a_path_too_long_or_too_short_leads_nowhere(place: tuple[int, int, int], more: bytes) -> None:
    size, start, index = place
    data = numbered(size)
    path, digest, root = part(data, start).path(index), tree.leaf(data[index]), rfc6962.tree_hash(data)
    assert tree.root_from([*path, more], index, size, digest) != root
    if path:
        assert tree.root_from(path[:-1], index, size, digest) is None


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 4), (4, 4), (5, 4)])
def test_a_place_outside_the_tree_leads_nowhere(index: int, size: int) -> None:
    assert tree.root_from([], index, size, tree.leaf(b"")) is None


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = tree.leaf(b"a"), tree.leaf(b"b")
    assert tree.leaf(left + right) != tree.node(left, right)
