"""Every package that is wanted has its line of reason, and no reason stands for a package that is not."""

import re

import pytest

from tests.everything import ROOT

DOCUMENT = (ROOT / "docs/dependencies.md").read_text()


def wanted(name: str) -> set[str]:
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    return {re.split(r"[\[<>=~! ]", line)[0].lower() for line in lines if line[:1].isalpha()}


def explained(heading: str) -> set[str]:
    section = DOCUMENT.split(heading)[1].split("\n## ")[0]
    cells = (line.split("|")[1] for line in section.splitlines() if line.startswith("| `"))
    return {name.lower() for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize("name", ["prod.in", "dev.in"])
def test_each_package_has_its_line(name: str) -> None:
    assert wanted(name) == explained(f"(`{name}`)")


@pytest.mark.parametrize("name", ["prod", "dev"])
def test_each_package_is_in_the_lock_and_each_pin_has_a_hash(name: str) -> None:
    lock = (ROOT / f"requirements/{name}.lock").read_text()
    pins = re.findall(r"^([a-zA-Z0-9_.-]+)==\S+(?: ; [^\\\n]+)? \\\n +--hash=sha256:", lock, flags=re.M)
    assert len(pins) == len(re.findall(r"^[a-zA-Z0-9]", lock, flags=re.M))
    assert wanted(f"{name}.in") <= {pin.lower() for pin in pins}


@pytest.mark.parametrize("name", ["prod.lock", "dev.lock"])
def test_no_lock_names_the_place_it_was_made_from(name: str) -> None:
    assert "://" not in (ROOT / "requirements" / name).read_text()
