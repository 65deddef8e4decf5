from copy import deepcopy

import pytest

from services.rules.jdm import from_rows, table_of
from services.rules.problems import RuleErrors, RuleProblem
from services.rules.schema import FactSchema
from services.rules.table import MOST_FEN, Outcome, parse
from tests.rules_engine.allowance import allowance, facts_block, row, rows, schema, with_cell


def problems(all_rows) -> list[RuleProblem]:
    with pytest.raises(RuleErrors) as refused:
        parse(from_rows(all_rows, schema()), schema())
    return list(refused.value.problems)


def concluding(code: str, then: dict, called: str | None = None) -> list[dict]:
    all_rows = rows()
    row(code, all_rows).update(then=then, code=called or code)
    return all_rows


def test_a_row_is_compiled_once_with_its_cells_as_written():
    second = allowance().table.rows[1]
    assert (second.code, second.outcome, second.amount_fen) == ("R02_AGE", Outcome.PROPOSE_REFUSAL, 0)
    assert second.texts == ("< 70", "", "", "", "", "")
    assert second.cells[0].test(69) and not second.cells[0].test(70)
    assert [place for place, _ in second.tests] == [0]


def test_the_same_document_compiles_to_an_equal_table():
    assert parse(allowance().jdm, schema()) == allowance().table


def test_a_table_cannot_be_changed():
    table = allowance().table
    with pytest.raises(AttributeError):
        table.rows[0].outcome = Outcome.APPROVE
    with pytest.raises(AttributeError):
        table.rows = ()


def test_a_broken_cell_is_told_with_its_row_and_column():
    [problem] = problems(with_cell("A02_80", "alive", '"YESS"'))
    assert str(problem) == 'Row A02_80, column alive: "YESS" is not in the code list. Write "YES".'


def test_every_broken_cell_is_told_at_once():
    all_rows = with_cell("R02_AGE", "age", "<< 70")
    row("A02_80", all_rows)["when"].update(alive="YES", receives='"NEVER"')
    places = [(problem.row, problem.column) for problem in problems(all_rows)]
    assert places == [("R02_AGE", "age"), ("A02_80", "alive"), ("A02_80", "receives")]


@pytest.mark.parametrize(
    "outcome", ["approve", "REFUSE", "REFUSED", "", "APPROVE ", 'APPROVE"', "ＡＰＰＲＯＶＥ"]
)
def test_there_are_three_outcomes_and_a_refusal_is_none_of_them(outcome):
    [problem] = problems(concluding("A02_80", {"outcome": outcome}))
    assert (problem.row, problem.column) == ("A02_80", "outcome")


@pytest.mark.parametrize(
    "code",
    [
        "A2_80",
        "M02_80",
        "R02_80",
        "a02_80",
        "A02-80",
        "A02_",
        "A02_é",
        "A02_80 ",
        "A02_" + "8" * 41,
        'A"02_80',
    ],
)
def test_a_code_begins_with_the_letter_of_its_outcome(code):
    [problem] = problems(concluding("A02_80", {"outcome": "APPROVE"}, code))
    assert problem.column == "code"
    assert "A01_AGE" in problem.message


def test_m00_is_kept_for_facts_that_are_missing():
    [problem] = problems(concluding("M02_CARD", {"outcome": "REVIEW"}, "M00_FACT_AGE"))
    assert "M00 is taken" in problem.message


def test_two_rows_do_not_share_a_code():
    [problem] = problems(concluding("M02_CARD", {"outcome": "REVIEW"}, "M01_RESIDENCE"))
    assert str(problem) == "Row M01_RESIDENCE, column code: Two rows have this code. Give each its own."


@pytest.mark.parametrize("amount", [-1, MOST_FEN + 1, 10**40])
def test_an_amount_is_neither_negative_nor_beyond_what_json_keeps(amount):
    [problem] = problems(concluding("A02_80", {"outcome": "APPROVE", "amount_fen": amount}))
    assert problem.column == "amount_fen"


@pytest.mark.parametrize("amount", [0, 1, MOST_FEN])
def test_amounts_within_the_bounds_are_kept_to_the_fen(amount):
    all_rows = concluding("A02_80", {"outcome": "APPROVE", "amount_fen": amount})
    table = parse(from_rows(all_rows, schema()), schema())
    assert next(each for each in table.rows if each.code == "A02_80").amount_fen == amount


@pytest.mark.parametrize(("code", "outcome"), [("R02_AGE", "PROPOSE_REFUSAL"), ("M02_CARD", "REVIEW")])
def test_only_an_approval_grants_money(code, outcome):
    [problem] = problems(concluding(code, {"outcome": outcome, "amount_fen": 1}))
    assert problem.message == "Only an approval grants an amount. Remove it."


@pytest.mark.parametrize(
    ("output", "literal"),
    [("o_outcome", "APPROVE"), ("o_outcome", '"APPROVE" + ""'), ("o_code", "A02_80"), ("o_code", '"A02_80" '),
     ("o_amount_fen", "30000.0"), ("o_amount_fen", '"30000"'), ("o_amount_fen", "030000"), ("o_amount_fen", "3e4"),
     ("o_amount_fen", ""), ("o_amount_fen", "age * 100"), ("o_amount_fen", "３００００")],
)  # fmt: skip
def test_a_stored_conclusion_is_a_literal_and_nothing_that_could_be_computed(output, literal):
    document = deepcopy(allowance().jdm)
    table_of(document)["rules"][8][output] = literal
    with pytest.raises(RuleErrors):
        parse(document, schema())


def test_a_stored_full_width_cell_is_not_repaired_on_load():
    document = deepcopy(allowance().jdm)
    table_of(document)["rules"][1]["i_age"] = "＜ 70"
    with pytest.raises(RuleErrors, match="R02_AGE, column age"):
        parse(document, schema())


def test_a_column_needs_its_fact_and_a_fact_its_column():
    block = facts_block()
    block["income"] = block.pop("age")
    with pytest.raises(RuleErrors) as refused:
        parse(allowance().jdm, FactSchema.parse(block))
    assert {problem.column for problem in refused.value.problems} == {"age", "income"}


def test_a_code_that_left_the_code_list_is_refused_on_load():
    block = facts_block()
    block["residence"]["values"].remove("CANCELLED")
    del block["residence"]["value_labels"]["CANCELLED"]
    with pytest.raises(RuleErrors, match='"CANCELLED" is not in the code list'):
        parse(allowance().jdm, FactSchema.parse(block))
