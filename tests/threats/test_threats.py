"""No control without a test, and the document says what the rows say."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from tests import database_bound, everything
from tests.threats import marking
from tests.threats.document import DOCUMENT, document, rows
from tests.threats.row import Threat

ROOT = Path(__file__).parents[2]


@cache
def named_in(file: str) -> frozenset[str]:
    """`test_name` and `TestClass::test_name` of a file, read and not run."""
    found: set[str] = set()
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return frozenset(name for name in found if "test_" in name)


def cases_in(node: str) -> set[int]:
    """Numbers that a test's name begins with: a case of the list (`case_`, `cases_5_to_7_`), or one of ours (`gap_`)."""
    name = node.rpartition("::")[2]
    if found := re.match(r"test_(?:case|cases|gap)_(\d+)(?:_to_(\d+))?_", name):
        first, last = int(found[1]), int(found[2] or found[1])
        return {*range(first, last + 1)}
    return set()


def unproved(threat: Threat) -> list[str]:
    """What is wrong with the proof of a control: that it has none, or names of tests that do not exist."""
    pairs = [(node, *node.partition("::")[::2]) for node in threat.tests]
    missing = [
        node for node, file, name in pairs if not (ROOT / file).is_file() or name not in named_in(file)
    ]
    return missing if threat.tests else ["no test"]


@pytest.mark.parametrize("threat", rows(), ids=lambda threat: f"case-{threat.case}")
def test_every_control_has_tests_that_exist(threat):
    assert unproved(threat) == []


@pytest.mark.parametrize(
    "tests",
    [(), ("tests/threats/test_threats.py::test_nobody_wrote_this",), ("tests/threats/test_none.py::test_x",)],
    ids=["none", "a name nobody has", "a file that is not there"],
)
def test_a_control_without_a_test_would_be_noticed(tests):
    assert unproved(Threat(0, "A threat", "A control", tests)) == [*(tests or ["no test"])]


def test_every_case_has_one_row():
    """44 to 54 are about signing in and documents, and stand in docs/security.md."""
    assert sorted(row.case for row in rows()) == [*range(1, 44), *range(55, 61)]


@pytest.mark.parametrize("threat", rows(), ids=lambda threat: f"case-{threat.case}")
def test_of_the_tests_of_a_case_one_at_least_names_it(threat):
    assert any(threat.case in cases_in(node) for node in threat.tests)


@pytest.mark.parametrize(
    ("node", "cases"),
    [
        ("x.py::test_case_8_kin", {8}),
        ("x.py::TestIt::test_gap_10_a_second_factor", {10}),
        ("x.py::test_cases_23_to_25_nothing_comes_in", {23, 24, 25}),
        ("x.py::test_showcase_8_kin", set()),
        ("x.py::test_all_30_rows", set()),
    ],
)
def test_a_test_names_its_case_in_front(node, cases):
    assert cases_in(node) == cases


class Collected:
    """As pytest collects one."""

    def __init__(self, nodeid: str) -> None:
        self.nodeid, self.marks = nodeid, set()

    def add_marker(self, name: str) -> None:
        self.marks.add(name)

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


def test_whatever_they_touch_they_are_kept_for_the_second_database():
    proof, other = Collected(f"{rows()[0].tests[0]}[json]"), Collected("tests/test_env.py::test_database")
    marking.pytest_collection_modifyitems([proof, other])
    assert proof.marks == {"case"} and database_bound.is_kept(proof)
    assert not other.marks and not database_bound.is_kept(other)


def test_the_part_on_postgresql_chooses_them_even_where_they_need_processes():
    part, _ = everything.on_postgresql("postgres://here/db")
    words = [str(word) for word in part.command]
    chooses = Expression.compile(words[words.index("-m", 2) + 1])
    assert "tests.database_bound" in words
    assert chooses.evaluate(lambda name, **_: name in {"case", "processes"})
    assert not chooses.evaluate(lambda name, **_: name == "processes")


def test_the_document_is_up_to_date():
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m tests.threats"
