"""What keeps the house readable: short functions, files a person reads at once, no drawers for odds and ends."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PRODUCT = [
    path
    for folder in ("portal", "services", "accessibility")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_functions_are_short():
    lengths = sorted(length for _, length in functions())
    assert median(lengths) <= 9
    assert lengths[len(lengths) * 90 // 100] <= 30
    assert lengths[len(lengths) * 99 // 100] <= 60
    assert not [each for each in functions() if each[1] > 80]


def test_no_file_is_too_long_to_read_at_once():
    assert not [(str(path.relative_to(ROOT)), lines(path)) for path in PRODUCT if lines(path) > 350]


def test_no_file_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "helpers", "common", "misc", "util", "helper"}
    assert not [path for path in [*PRODUCT, *TESTS] if path.stem in drawers]


def test_every_file_tells_its_story():
    """Empty packages, and models that need no story, aside."""
    silent = [
        str(path.relative_to(ROOT))
        for path in PRODUCT
        if lines(path) > 20 and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not [path for path in silent if not path.endswith("models.py")]


def test_tests_have_the_same_names_in_every_process():
    """What is drawn or read from the clock while tests are collected differs from one worker to the next."""
    drawn = {"uuid4", "now", "today", "random", "randint", "token_hex"}
    marks = [
        (path, mark)
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("parametrize")
    ]
    called = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, mark in marks
        for call in ast.walk(mark)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in drawn
    ]
    assert marks and called == []
