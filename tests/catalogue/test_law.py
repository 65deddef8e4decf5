"""Law in packages: each basis has been read where it is published (confirmed_law.yaml), or says that it is an example."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.catalogue.package import SHIPPED, read
from tests.catalogue.packages import ALL_ITEMS
from tests.catalogue.test_shipped import texts

CONFIRMED = yaml.safe_load(Path(__file__).with_name("confirmed_law.yaml").read_text(encoding="utf-8"))
NAMES = {each["law"] for each in CONFIRMED}
CITED = re.compile(r"《[^》]+》|〔\d{4}〕|第[零一二三四五六七八九十百]+[条章款]")
REGISTERS = sorted((SHIPPED / "base" / "resources").glob("*.yaml"))


def is_confirmed(law: dict[str, Any]) -> bool:
    return any(
        (law["name"]["zh"], law["number"], law["article"]["zh"])
        == (each["law"], each["number"], each["says"])
        for each in CONFIRMED
        if "number" in law
    )


def unmarked(text: str) -> list[str]:
    """Clauses that cite a law nobody has read, and do not say so."""
    clauses = re.split(r"[，。；]", text)
    cited = [clause for clause in clauses if CITED.search(clause) and "示例" not in clause]
    return [clause for clause in cited if not any(name in clause for name in NAMES)]


def articles(values: Any) -> Iterator[str]:
    """Every `article` of policies and the negative list."""
    if isinstance(values, dict):
        yield from (each for name, each in values.items() if name == "article")
        values = list(values.values())
    if isinstance(values, list):
        for each in values:
            yield from articles(each)


@pytest.mark.parametrize("file", ALL_ITEMS, ids=lambda file: file.stem)
class TestItems:
    def test_each_basis_has_been_read_or_is_marked(self, file):
        laws = read(file).values["law"]
        assert [law["name"]["zh"] for law in laws if law.get("example", False) == is_confirmed(law)] == []

    def test_so_is_what_other_words_cite(self, file):
        said = [each for where, each in texts(read(file).values) if where[0] != "law"]
        assert [clause for each in said for clause in unmarked(each["zh"])] == []
        marked = [each for each in said if "示例" in each["zh"]]
        assert [each["en"] for each in marked if "xample" not in each["en"]] == []

    def test_how_long_the_law_allows_is_marked_as_well(self, file):
        package = read(file).values
        blocks = [package, *package.get("variants", [])]
        assert all("statutory_note" in each["limits"] for each in blocks if "limits" in each)


@pytest.mark.parametrize("file", REGISTERS, ids=lambda file: file.stem)
def test_why_registers_are_shared_or_closed_has_been_read_or_is_marked(file):
    found = list(articles(read(file).values))
    assert found and [clause for each in found for clause in unmarked(each)] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("《户口登记条例》第七条", ["《户口登记条例》第七条"]),
        ("《户口登记条例》第七条（示例）", []),
        ("《就业促进法》第五十二条，《办法》第四条（示例）", ["《就业促进法》第五十二条"]),
        ("《政务数据共享条例》（国务院令第 809 号）", []),
        ("国发〔2015〕52号第二条", ["国发〔2015〕52号第二条"]),
        ("在云州参加医保", []),
    ],
)
def test_the_guard_sees_each_clause(text, left):
    assert unmarked(text) == left


def test_nothing_is_confirmed_that_nobody_cites():
    cited = {law["name"]["zh"] for file in ALL_ITEMS for law in read(file).values["law"]}
    assert cited >= NAMES and all(each["read"] for each in CONFIRMED)
