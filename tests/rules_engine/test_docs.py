"""docs/rules.md tells the truth: its table is published as it stands there, and decides as it says there."""

from pathlib import Path

import pytest
import yaml

from services.rules.compose import compose
from services.rules.decide import decide
from services.rules.explain import conditions

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text()
PACKAGE = yaml.safe_load(PAGE.split("```yaml")[1].split("```")[0])
WORDS = {"met": True, "not met": False, "not known": None}
LINES = PAGE.split("| age | residence |")[1].strip().splitlines()[2:]
EXAMPLES = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES]


def test_the_page_shows_a_table_fit_for_publication():
    assert compose(PACKAGE["facts"], PACKAGE["rows"]).sha256


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[2])
def test_the_page_shows_what_is_decided_and_how_it_is_explained(example):
    age, residence, code, outcome, fen, *met = example
    facts = {"residence": residence} if age == "missing" else {"age": int(age), "residence": residence}
    whole = compose(PACKAGE["facts"], PACKAGE["rows"])
    conclusion = decide(whole.table, facts)
    assert (conclusion.code, conclusion.outcome, conclusion.amount_fen) == (code, outcome, int(fen))
    assert [each.met for each in conditions(whole.table, whole.schema, facts)] == [
        WORDS[word] for word in met
    ]


def test_the_page_has_an_example_for_every_row_but_the_last():
    codes = {row["code"] for row in PACKAGE["rows"]} - {"M99_NO_RULE"}
    assert codes <= {example[2] for example in EXAMPLES}
