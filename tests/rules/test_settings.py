"""Every variable that the code reads from the environment is in the README's table, and the other way round."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.everything import ROOT

PACKAGES = ("portal", "services", "accessibility")
OURS = re.compile(r"^(PORTAL_[A-Z_]+|DATABASE_URL)$")


def described() -> set[str]:
    """The variables in the first column of the README's table of settings."""
    rows = (
        line.split("|")[1] for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `")
    )
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def texts(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def named_in_code() -> dict[str, str]:
    """Every variable of ours that stands as a text of its own in the code, and a file where it does."""
    return {
        text: str(source.relative_to(ROOT))
        for package in PACKAGES
        for source in (ROOT / package).rglob("*.py")
        for text in texts(source)
        if OURS.match(text)
    }


def read_by_env() -> set[str]:
    """What `portal/settings.py` asks `env` and `os.environ` for."""
    tree = ast.parse((ROOT / "portal/settings.py").read_text())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.args[0], ast.Constant)
        and ast.unparse(call.func).startswith(("env.", "os.environ"))
        and isinstance(call.args[0].value, str)
    }


def test_every_variable_of_the_code_is_in_the_readme() -> None:
    missing = {name: place for name, place in named_in_code().items() if name not in described()}
    assert not missing, f"the README's settings do not name {missing}"


def test_every_variable_of_the_settings_is_in_the_readme() -> None:
    assert read_by_env() <= described()
    assert {"PORTAL_PRODUCTION", "DATABASE_URL", "PORTAL_VAR"} <= read_by_env()  # the search finds something


def test_the_readme_names_no_variable_that_nobody_reads() -> None:
    idle = described() - named_in_code().keys() - {"PORTAL_PYTHON"}
    assert not idle, f"nobody reads {idle}"
    assert "PORTAL_PYTHON" in (ROOT / "run").read_text()
