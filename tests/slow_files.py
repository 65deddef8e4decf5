"""Which files can hold a test with a browser or with real processes: a run of those alone reads no others.

Eleven thousand tests in seven hundred files are collected to run nine hundred of some forty, by each process of pytest. A file
counts where it, or a `conftest.py` of its folders, spells one of the marks. Whoever is marked in another way is found when
everything is collected, as the fast tests do, and the run says so.
"""

import re
from functools import cache
from pathlib import Path

import pytest

MARKS = ("browser", "processes")
ALONE = " or ".join(MARKS)  # as `-m` is told
SPELLED = re.compile(r"""\bmark\.({0})\b|add_marker\("({0})"\)""".format("|".join(MARKS)))
TESTS = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """None leaves the question to others."""
    is_asked = config.option.markexpr == ALONE and collection_path.suffix == ".py"
    return True if is_asked and not may_hold_slow_tests(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.get_closest_marker(mark) for mark in MARKS) and not may_hold_slow_tests(item.path):
            raise pytest.UsageError(f"{item.nodeid}: spell its mark in its file, or `-m {ALONE!r}` misses it")


@cache
def may_hold_slow_tests(file: Path) -> bool:
    folders = [folder for folder in file.parents if TESTS in folder.parents]
    return any(spells_a_mark(each) for each in (file, *(folder / "conftest.py" for folder in folders)))


@cache
def spells_a_mark(file: Path) -> bool:
    return file.is_file() and bool(SPELLED.search(file.read_text()))
