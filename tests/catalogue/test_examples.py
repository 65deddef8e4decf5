"""The examples of a package: what its rules decide at their boundaries, checked when it is loaded."""

import pytest

from services.catalogue.checks import check_meaning
from tests.catalogue.packages import changed, line_of, places, shipped, source

NEXT_BLOCK = "\nprocedure:"
GOOD = "{facts: {status: INSURED}, outcome: APPROVE, code: A01_RECORD, amount_fen: 0}"
OTHER = "{facts: {status: NONE}, outcome: REVIEW, code: M99_NO_RULE}"
MISSING = "{facts: {status: null}, outcome: REVIEW, code: M00_FACT_STATUS}"


def judged(folder, *examples: str):
    block = "\n  examples:\n" + "".join(f"    - {example}\n" for example in examples)
    whole = shipped()
    without = whole[: whole.index("\n  examples:")] + whole[whole.index(NEXT_BLOCK) :]
    text = changed(without, (NEXT_BLOCK, block + NEXT_BLOCK))
    return text, check_meaning(source(folder, text))


def test_examples_that_the_rules_decide_so_are_let_in(tmp_path):
    assert judged(tmp_path, GOOD, OTHER, MISSING)[1] == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (GOOD.replace("amount_fen: 0", "amount_fen: 1"), "the rules say APPROVE A01_RECORD 0 fen"),
        (GOOD.replace("APPROVE", "REVIEW"), "the rules say APPROVE A01_RECORD 0 fen"),
        (GOOD.replace("INSURED", "NONE"), "the rules say REVIEW M99_NO_RULE"),
    ],
)
def test_one_that_is_decided_otherwise_is_refused_at_its_line(tmp_path, wrong, says):
    text, (found,) = judged(tmp_path, wrong, OTHER)
    assert (found.line, found.field) == (line_of(text, wrong), "rules.examples.0")
    assert says in found.says


@pytest.mark.parametrize("wrong", [GOOD.replace("INSURED", "UNHEARD_OF"), GOOD.replace("status:", "colour:")])
def test_one_that_is_no_example_of_these_facts_is_refused(tmp_path, wrong):
    _, found = judged(tmp_path, wrong, OTHER)
    assert {fault.field for fault in found} == {"rules.examples"}


def test_a_row_without_an_example_is_refused(tmp_path):
    text, found = judged(tmp_path, GOOD)
    assert places(found) == [(line_of(text, "{code: M99_NO_RULE"), "rules.rows.1")]
    assert found[0].says == "no example is decided by M99_NO_RULE"


def test_an_example_says_only_what_differs_from_the_first(tmp_path):
    again = GOOD.replace("{status: INSURED}", "{}")
    assert judged(tmp_path, GOOD, again, OTHER)[1] == []
