"""Packages to load: those that ship, with one thing changed. A small one for what needs no database.

text = shipped("old-age-allowance").replace("fee_fen: 0", "fee_fen: none")
faults = faults_of(write(tmp_path, text))
assert faults == [(line_of(text, "fee_fen"), "fee_fen")]
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.catalogue.package import SHIPPED, BadPackage, Fault, Source, check_item, read
from tests import cast

ITEMS = [SHIPPED / "items" / f"{code}.yaml" for code in cast.ITEMS]  # for what is the same with all
RELEASED = Path(__file__).with_name("released.yaml")
ALL_ITEMS = sorted((SHIPPED / "items").glob("*.yaml"))
# both of ITEMS have this number and began on this day; what follows them is counted from here
NUMBER, BEGAN = (read(ITEMS[0]).values[name] for name in ("version", "in_force_from"))
HEAD = f"version: {NUMBER}\nin_force_from: {BEGAN}"


def began(days: int = 0) -> date:
    """So many days after the first one of what ships."""
    return date.fromisoformat(BEGAN) + timedelta(days)


def head(more: int, days: int) -> str:
    """Of the version so many numbers and days later."""
    return f"version: {NUMBER + more}\nin_force_from: {began(days)}"


def shipped(code: str = "insurance-certificate") -> str:
    return (SHIPPED / "items" / f"{code}.yaml").read_text(encoding="utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Every change must hit exactly one place, or the test means something else than it says."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, new)
    return text


def write(folder: Path, text: str, name: str = "item.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def line_of(text: str, words: str) -> int:
    """The one line, counted from 1, that holds the words."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    assert len(found) == 1, f"{words!r} is on lines {found}"
    return found[0]


def faults_of(check: Callable[[], object]) -> list[Fault]:
    with pytest.raises(BadPackage) as bad:
        check()
    return bad.value.faults


def places(faults: list[Fault]) -> list[tuple[int, str]]:
    return [(fault.line, fault.field) for fault in faults]


def source(folder: Path, text: str) -> Source:
    """A package that keeps the schema, ready for the checks behind it."""
    found = read(write(folder, text))
    assert check_item(found) == []
    return found
