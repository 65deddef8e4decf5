"""A run of the slow tests alone reads the files that can hold one, and misses none."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import everything, slow_files
from tests.slow_files import ALONE, TESTS, may_hold_slow_tests, pytest_ignore_collect


def asked_for(markexpr: str) -> Any:
    return SimpleNamespace(option=SimpleNamespace(markexpr=markexpr))


def test_it_knows_what_the_run_calls_slow() -> None:
    assert everything.SLOW == ALONE


@pytest.mark.parametrize("name", ["browser/test_pages.py", "journeys/test_once.py", "events/test_work.py"])
def test_a_file_whose_folder_or_text_spells_a_mark_is_read(name: str) -> None:
    assert may_hold_slow_tests(TESTS / name)
    assert pytest_ignore_collect(TESTS / name, asked_for(ALONE)) is None


def test_others_are_read_unless_the_slow_ones_are_wanted_alone() -> None:
    other = TESTS / "test_paging.py"
    assert pytest_ignore_collect(other, asked_for(ALONE)) is True
    assert all(
        pytest_ignore_collect(other, asked_for(words)) is None for words in ("", f"not ({ALONE})", "browser")
    )
    assert pytest_ignore_collect(TESTS, asked_for(ALONE)) is None  # a folder


def test_one_that_is_marked_in_another_way_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Item:
        nodeid, path = "test_x.py::test_x", tmp_path / "test_x.py"

        def get_closest_marker(self, name: str) -> bool:
            return name == "processes"

    monkeypatch.setattr(slow_files, "TESTS", tmp_path.parent)
    hidden: Any = [Item()]
    with pytest.raises(pytest.UsageError, match="spell its mark in its file"):
        slow_files.pytest_collection_modifyitems(hidden)
    (tmp_path / "conftest.py").write_text('item.add_marker("processes")')
    may_hold_slow_tests.cache_clear()
    slow_files.spells_a_mark.cache_clear()
    slow_files.pytest_collection_modifyitems(hidden)
