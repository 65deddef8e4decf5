"""What stands beneath tests stands for those that begin with it, and for nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import TestCase

from services.departments.models import Region
from tests.standing import Ground


@pytest.fixture
def ground(committing_db) -> Iterator[Ground]:
    one = Ground()
    yield one
    one.end()


@contextmanager
def a_test(ground: Ground) -> Iterator[None]:
    ground.begin()
    atomics = TestCase._enter_atomics()
    try:
        with ground.beneath_a_test():
            yield
    finally:
        TestCase._rollback_atomics(atomics)


def a_region(code: str) -> Region:
    return Region.objects.create(code=code, name={"zh": "甲", "en": "A"})


def regions() -> set[str]:
    return set(Region.objects.values_list("code", flat=True))


@pytest.fixture
def laid() -> list[str]:
    """Every laying down, as it happens."""
    return []


@pytest.fixture
def lay(ground, laid):
    def lay(code: str) -> bool:
        return ground.lay(code, lambda: laid.append(a_region(code).code))

    return lay


def test_it_is_laid_down_once_for_tests_that_begin_with_the_same(ground, lay, laid):
    for _ in range(2):
        with a_test(ground):
            assert lay("990001")
            assert regions() == {"990001"}
            a_region("990009")
    assert laid == ["990001"]


def test_what_a_test_changes_of_it_is_undone(ground, lay):
    with a_test(ground):
        lay("990001")
        Region.objects.all().delete()
    with a_test(ground):
        lay("990001")
        assert regions() == {"990001"}


def test_a_test_that_begins_with_something_else_finds_only_that(ground, lay, laid):
    for code in ("990001", "990002", "990001"):
        with a_test(ground):
            lay(code)
            assert regions() == {code}
    assert laid == ["990001", "990002", "990001"]


def test_a_test_that_begins_with_anything_of_its_own_finds_nothing(ground, lay):
    with a_test(ground):
        lay("990001")
    with a_test(ground):
        assert regions() == set()
        a_region("990001")


def test_nothing_is_laid_beneath_a_test_that_has_begun(ground, lay, laid):
    with a_test(ground):
        a_region("990009")
        assert not lay("990001")
        assert regions() == {"990009"}
    assert laid == []


def test_a_test_that_says_nothing_leaves_it_standing(ground, lay, laid):
    with a_test(ground):
        lay("990001")
    with a_test(ground):
        pass
    with a_test(ground):
        lay("990001")
    assert laid == ["990001"]


def test_statements_that_a_test_counts_are_its_own(ground, lay, django_assert_num_queries):
    with a_test(ground):
        lay("990001")
    with a_test(ground), django_assert_num_queries(1):
        regions()


def test_it_is_gone_with_its_ground_and_laid_down_on_the_next(ground, lay, laid):
    with a_test(ground):
        lay("990001")
    ground.end()
    assert regions() == set()
    assert not connection.in_atomic_block
    with a_test(ground):
        lay("990001")
        assert regions() == {"990001"}
    assert laid == ["990001", "990001"]


def test_it_is_laid_down_anew_behind_a_test_that_closed_the_connection(ground, lay, laid):
    with a_test(ground):
        lay("990001")
        connection.close()
    with a_test(ground):
        lay("990001")
        assert regions() == {"990001"}
    assert laid == ["990001", "990001"]


def test_where_somebody_else_keeps_a_transaction_nothing_is_laid_down(ground, lay):
    others = TestCase._enter_atomics()
    with a_test(ground):
        assert not lay("990001")
    ground.end()
    assert connection.in_atomic_block
    TestCase._rollback_atomics(others)
