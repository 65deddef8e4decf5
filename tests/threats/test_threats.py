"""No control without a test, and the document says what the rows say."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.threats.document import DOCUMENT, document, rows

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


@pytest.mark.parametrize("threat", rows(), ids=lambda threat: f"case-{threat.case}")
def test_every_control_has_tests_that_exist(threat):
    assert threat.tests
    for node in threat.tests:
        file, _, name = node.partition("::")
        assert name in named_in(file), node


def test_a_test_that_does_not_exist_would_be_noticed():
    assert "test_nobody_wrote_this" not in named_in("tests/threats/test_threats.py")


def test_every_case_has_one_row():
    twice = [case for case, times in Counter(row.case for row in rows()).items() if times > 1]
    assert not twice


def test_the_document_is_up_to_date():
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m tests.threats"
