"""A cache in Redis that goes on alone while Redis is away: nothing listens at the address here."""

import pytest

from portal.shared_cache import SharedCache
from portal.starting import ports


@pytest.fixture
def alone() -> SharedCache:
    cache = SharedCache(f"redis://{ports.LOOPBACK}:{ports.free()}/0", {})
    cache.clear()
    return cache


def test_what_was_put_in_comes_out_again(alone: SharedCache) -> None:
    alone.set("figures", {"a": 1}, 60)
    assert alone.get("figures") == {"a": 1}
    assert alone.get_or_set("other", lambda: 2, 60) == 2 and "other" in alone
    assert alone.get_many(["figures", "other"]) == {"figures": {"a": 1}, "other": 2}


def test_tries_are_still_counted(alone: SharedCache) -> None:
    assert alone.add("verify:1.2.3.4", 0, 60) and not alone.add("verify:1.2.3.4", 0, 60)
    assert [alone.incr("verify:1.2.3.4") for _ in range(2)] == [1, 2]


def test_counting_what_is_not_there_is_the_error_that_callers_expect(alone: SharedCache) -> None:
    with pytest.raises(ValueError):
        alone.incr("nothing")
