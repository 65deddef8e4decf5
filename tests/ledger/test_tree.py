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


def hashes(data: list[bytes], spans: list[tree.Range]) -> list[bytes]:
    return [rfc6962.tree_hash(data[low:high]) for low, high in spans]


def path(data: list[bytes], index: int) -> list[bytes]:
    return hashes(data, tree.path_ranges(index, len(data)))


def numbered(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    """A size, and a leaf of it."""
    size = draw(st.integers(1, 130))
    return size, draw(st.integers(0, size - 1))


@st.composite
def growth(draw: st.DrawFn) -> tuple[int, int]:
    """A size, and a larger or equal one."""
    old = draw(st.integers(1, 130))
    return old, draw(st.integers(old, 150))


def test_the_roots_are_those_of_the_published_vectors() -> None:
    assert tree.root([]) == rfc6962.EMPTY_ROOT
    assert [tree.root(grown(rfc6962.DATA[:size])) for size in range(1, 9)] == rfc6962.ROOTS


@pytest.mark.parametrize("place", rfc6962.PATHS)
def test_the_paths_are_those_of_the_published_vectors(place: tuple[int, int]) -> None:
    index, size = place
    expected = [bytes.fromhex(text) for text in rfc6962.PATHS[place]]
    assert path(rfc6962.DATA[:size], index) == expected
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
def test_a_path_is_that_of_the_definition(place: tuple[int, int]) -> None:
    size, index = place
    assert path(numbered(size), index) == rfc6962.path(index, numbered(size))


@given(places())
def test_every_range_of_a_path_is_made_of_complete_subtrees_side_by_side(place: tuple[int, int]) -> None:
    size, index = place
    for low, high in tree.path_ranges(index, size):
        subtrees = list(tree.complete_subtrees((low, high)))
        edges = [(number << level, (number + 1) << level) for level, number in subtrees]
        assert [low, *(end for _, end in edges)] == [*(start for start, _ in edges), high]
        assert [level for level, _ in subtrees] == sorted({level for level, _ in subtrees}, reverse=True)


@pytest.mark.parametrize("index", [-1, 5, 6])
def test_there_is_no_path_for_a_leaf_the_tree_does_not_have(index: int) -> None:
    with pytest.raises(IndexError):
        tree.path_ranges(index, 5)


@given(places())
def test_every_path_leads_to_the_root(place: tuple[int, int]) -> None:
    size, index = place
    data = numbered(size)
    steps = path(data, index)
    assert tree.root_from(steps, index, size, tree.leaf(data[index])) == rfc6962.tree_hash(data)


@given(places(), st.data())
def test_any_flipped_byte_leads_elsewhere(place: tuple[int, int], data: st.DataObject) -> None:
    size, index = place
    entries = numbered(size)
    steps = path(entries, index)
    parts = [tree.leaf(entries[index]), *steps]
    which = data.draw(st.integers(0, len(parts) - 1))
    at, mask = data.draw(st.integers(0, 31)), data.draw(st.integers(1, 255))
    parts[which] = parts[which][:at] + bytes([parts[which][at] ^ mask]) + parts[which][at + 1 :]
    assert tree.root_from(parts[1:], index, size, parts[0]) != rfc6962.tree_hash(entries)


@given(places(), st.integers(0, 200))
def test_a_path_holds_for_its_own_leaf_only(place: tuple[int, int], other: int) -> None:
    size, index = place
    assume(other != index)
    data = numbered(size)
    steps = path(data, index)
    assert tree.root_from(steps, other, size, tree.leaf(data[index])) != rfc6962.tree_hash(data)


@given(places(), st.binary(min_size=32, max_size=32))
def test_a_path_too_long_or_too_short_leads_nowhere(place: tuple[int, int], more: bytes) -> None:
    size, index = place
    data = numbered(size)
    steps, digest, root = path(data, index), tree.leaf(data[index]), rfc6962.tree_hash(data)
    assert tree.root_from([*steps, more], index, size, digest) != root
    if steps:
        assert tree.root_from(steps[:-1], index, size, digest) is None


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 4), (4, 4), (5, 4)])
def test_a_place_outside_the_tree_leads_nowhere(index: int, size: int) -> None:
    assert tree.root_from([], index, size, tree.leaf(b"")) is None


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = tree.leaf(b"a"), tree.leaf(b"b")
    assert tree.leaf(left + right) != tree.node(left, right)


class TestConsistency:
    @given(growth())
    def test_a_grown_log_is_consistent_with_what_it_was(self, sizes: tuple[int, int]) -> None:
        old, size = sizes
        data = numbered(size)
        proof = hashes(data, tree.consistency_ranges(old, size))
        before, after = rfc6962.tree_hash(data[:old]), rfc6962.tree_hash(data)
        assert proof == rfc6962.consistency(old, data)
        assert tree.roots_from(proof, old, size, before) == (before, after)

    @given(growth(), st.data())
    def test_a_log_that_says_otherwise_about_the_past_is_not(
        self, sizes: tuple[int, int], data: st.DataObject
    ) -> None:
        old, size = sizes
        changed = numbered(size)
        changed[data.draw(st.integers(0, old - 1))] = b"something else"
        proof = hashes(changed, tree.consistency_ranges(old, size))
        before, after = rfc6962.tree_hash(numbered(old)), rfc6962.tree_hash(changed)
        assert tree.roots_from(proof, old, size, before) != (before, after)

    @given(growth(), st.data())
    def test_any_flipped_byte_is_noticed(self, sizes: tuple[int, int], data: st.DataObject) -> None:
        old, size = sizes
        proof = hashes(numbered(size), tree.consistency_ranges(old, size))
        assume(proof)
        which, at = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 31))
        step = proof[which]
        proof[which] = step[:at] + bytes([step[at] ^ 1]) + step[at + 1 :]
        before, after = rfc6962.tree_hash(numbered(old)), rfc6962.tree_hash(numbered(size))
        assert tree.roots_from(proof, old, size, before) != (before, after)

    @pytest.mark.parametrize(("old", "size"), [(0, 4), (5, 4), (-1, 4)])
    def test_there_is_none_between_sizes_that_are_no_growth(self, old: int, size: int) -> None:
        with pytest.raises(IndexError):
            tree.consistency_ranges(old, size)
        assert tree.roots_from([], old, size, b"") is None

    def test_a_proof_of_the_wrong_length_leads_nowhere(self) -> None:
        data = numbered(7)
        proof = hashes(data, tree.consistency_ranges(3, 7))
        before, after = rfc6962.tree_hash(data[:3]), rfc6962.tree_hash(data)
        assert tree.roots_from(proof, 3, 7, before) == (before, after)
        assert tree.roots_from(proof[:-1], 3, 7, before) is None
        assert tree.roots_from([*proof, b"x"], 3, 7, before) is None
        assert tree.roots_from([], 3, 7, before) is None
        assert tree.roots_from([before], 3, 3, before) is None
