import pytest

from services.rules.compose import compose
from services.rules.examples import MOST_EXAMPLES, check_examples, parse_examples
from services.rules.problems import RuleErrors
from tests.rules_engine.allowance import examples, facts_block, row, rows, schema, wang, with_cell


def objections(blocks, all_rows=None) -> list[str]:
    table = compose(facts_block(), all_rows or rows()).table
    return list(map(str, check_examples(table, parse_examples(blocks, schema()))))


def test_examples_that_come_out_and_reach_every_row_are_in_order():
    assert objections(examples()) == []


@pytest.mark.parametrize("code", [each["code"] for each in rows()])
def test_a_row_that_no_example_reaches_is_named(code):
    left = [each for each in examples() if each["code"] != code]
    assert objections(left) == [f"Row {code}: No example reaches this row. Add one."]


def test_an_example_that_comes_out_otherwise_is_told_with_its_facts():
    wrong = {**examples()[0], "code": "A04_100"}
    [said] = objections([*examples(), wrong])
    assert f"Example {len(examples()) + 1} (Age = " in said and "should end in A04_100" in said


@pytest.mark.parametrize("change", [{"amount_fen": 1}, {"outcome": "REVIEW"}])
def test_sum_and_outcome_count_as_much_as_the_row(change):
    assert len(objections([*examples(), {**examples()[0], **change}])) == 1


def test_a_wrong_bound_that_is_safe_for_lint_breaks_an_example():
    changed = with_cell("A01_70", "age", "[71..80)")
    assert any("Example" in each for each in objections(examples(), changed))


def test_a_wrong_sum_that_nothing_else_can_find_breaks_an_example():
    changed = rows()
    row("A01_70", changed)["then"]["amount_fen"] = 20001
    assert any("20000 fen" in each for each in objections(examples(), changed))


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (None, "exactly facts, outcome, code and amount_fen"),
        ({}, "exactly facts"),
        ({**examples()[0], "more": 1}, "exactly facts"),
        ({**examples()[0], "facts": []}, "exactly facts"),
        ({**examples()[0], "facts": {**wang(), "shoe_size": 43}}, "no such fact"),
        ({**examples()[0], "facts": {k: v for k, v in wang().items() if k != "age"}}, "needs a value"),
        ({**examples()[0], "facts": wang(age="80")}, "needs a value"),
        ({**examples()[0], "facts": wang(alive="yes")}, "needs a value"),
        ({**examples()[0], "amount_fen": "5"}, "whole number of fen"),
        ({**examples()[0], "amount_fen": True}, "whole number of fen"),
    ],
)
def test_what_is_no_example_is_refused_with_its_place(block, says):
    with pytest.raises(RuleErrors, match=says) as refused:
        parse_examples([*examples()[:2], block], schema())
    assert "Example 3" in str(refused.value)


@pytest.mark.parametrize("blocks", [None, {}, "x", [{}] * (MOST_EXAMPLES + 1)])
def test_what_is_no_list_of_examples_is_refused(blocks):
    with pytest.raises(RuleErrors, match="list of at most"):
        parse_examples(blocks, schema())


def test_an_example_is_stored_as_it_was_written():
    assert [each.to_block() for each in parse_examples(examples(), schema())] == examples()
