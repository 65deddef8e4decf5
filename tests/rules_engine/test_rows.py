import pytest
import yaml

from services.rules.jdm import from_rows, table_of
from services.rules.problems import RuleErrors, RuleProblem
from services.rules.rows import texts_of
from tests.rules_engine.allowance import row, rows, schema, with_cell


def problems(changed) -> list[RuleProblem]:
    with pytest.raises(RuleErrors) as refused:
        from_rows(changed, schema())
    return list(refused.value.problems)


def changed(code: str, /, **parts) -> list[dict]:
    all_rows = rows()
    row(code, all_rows).update(parts)
    return all_rows


def only_problem(all_rows) -> tuple[str, str, str]:
    [problem] = problems(all_rows)
    return problem.row, problem.column, problem.message


def test_rows_become_a_table_with_a_column_for_every_fact_in_their_order():
    table = table_of(from_rows(rows(), schema()))
    assert [column["field"] for column in table["inputs"]] == [fact.name for fact in schema()]
    assert [rule["_description"] for rule in table["rules"]] == [each["code"] for each in rows()]


def test_a_row_keeps_its_cells_and_its_conclusion_as_literals():
    table = table_of(from_rows(rows(), schema()))
    assert table["rules"][1] == {
        "_id": "row002",
        "_description": "R02_AGE",
        "i_age": "< 70",
        "o_outcome": '"PROPOSE_REFUSAL"',
        "o_code": '"R02_AGE"',
        "o_amount_fen": "0",
    }


def test_full_width_signs_are_made_plain_on_the_way_in():
    table = table_of(from_rows(with_cell("R02_AGE", "age", "　＜　７０ "), schema()))
    assert table["rules"][1]["i_age"] == "< 70"


def test_a_cell_of_spaces_is_an_empty_cell():
    table = table_of(from_rows(with_cell("R02_AGE", "alive", " 　"), schema()))
    assert "i_alive" not in table["rules"][1]


def test_a_row_without_when_is_an_empty_row():
    all_rows = rows()
    del all_rows[-1]["when"]
    assert from_rows(all_rows, schema()) == from_rows(rows(), schema())
    assert from_rows(changed("M99_NO_RULE", when=None), schema()) == from_rows(rows(), schema())


def test_the_rows_are_not_changed_by_reading_them():
    given = rows()
    from_rows(given, schema())
    assert given == rows()


def test_the_words_of_the_rows_are_kept_by_code():
    assert texts_of(rows())["A02_80"] == {"zh": "每月 300 元。", "en": "300 yuan a month."}


@pytest.mark.parametrize("nothing", [None, [], {}, "rows", {"code": "A"}])
def test_no_rows_are_no_rules(nothing):
    assert "a list of rows" in problems(nothing)[0].message


@pytest.mark.parametrize("one", [None, "A01", [], {}, {"code": "A01_70"}])
def test_a_row_has_its_four_parts(one):
    assert only_problem([*rows(), one]) == ("#13", "", "A row has exactly code, when, then and says.")


def test_a_part_nobody_knows_is_refused():
    assert only_problem(changed("R02_AGE", priority=1))[:1] == ("#2",)


@pytest.mark.parametrize("code", [None, 7, "", True])
def test_a_code_is_a_text(code):
    assert only_problem(changed("R02_AGE", code=code)) == ("#2", "code", "The code is a text such as A02_80.")


@pytest.mark.parametrize("says", [None, "Not yet 70.", {"zh": "未满"}, {"zh": "未满", "en": ""}])
def test_every_row_says_something_in_both_languages(says):
    assert only_problem(changed("R02_AGE", says=says))[:2] == ("R02_AGE", "says")


@pytest.mark.parametrize("then", [None, "APPROVE", {}, {"amount_fen": 1}, {"outcome": "REVIEW", "amount": 1}])
def test_a_conclusion_has_an_outcome_and_at_most_an_amount(then):
    assert only_problem(changed("R02_AGE", then=then))[:2] == ("R02_AGE", "then")


@pytest.mark.parametrize("outcome", [None, 1, True, ["APPROVE"]])
def test_an_outcome_is_a_text(outcome):
    assert only_problem(changed("R02_AGE", then={"outcome": outcome}))[:2] == ("R02_AGE", "outcome")


@pytest.mark.parametrize("amount", [None, "30000", 300.0, True, "３００００"])
def test_an_amount_is_a_whole_number(amount):
    then = {"outcome": "APPROVE", "amount_fen": amount}
    assert only_problem(changed("A02_80", then=then))[:2] == ("A02_80", "amount_fen")


@pytest.mark.parametrize("when", ["age < 70", ["age"], 7])
def test_when_gives_facts_their_cells(when):
    assert only_problem(changed("R02_AGE", when=when))[:2] == ("R02_AGE", "when")


def test_a_misspelt_fact_is_answered_with_the_nearest_one():
    place, column, message = only_problem(with_cell("R02_AGE", "agee", "< 70"))
    assert (place, column) == ("R02_AGE", "agee")
    assert message == "There is no such fact. Write age, or declare it under facts."


@pytest.mark.parametrize(
    "cell", ["70", "true", "YES", "2026-01-31", "~", "[70, 80]", "{a: 1}", "1:30", "070", "7.5"]
)
def test_what_yaml_reads_as_something_else_than_text_has_to_be_quoted(cell):
    typed = yaml.safe_load(f"age: {cell}")["age"]
    place, column, message = only_problem(with_cell("R02_AGE", "age", typed))
    assert (place, column) == ("R02_AGE", "age")
    assert message.startswith("Write the cell as text in quotes")


def test_all_problems_of_all_rows_are_told_at_once():
    all_rows = changed("R02_AGE", says=None, then={"outcome": 1, "amount_fen": "1"})
    row("A02_80", all_rows)["when"]["alive"] = True
    assert [(problem.row, problem.column) for problem in problems(all_rows)] == [
        ("R02_AGE", "says"),
        ("R02_AGE", "outcome"),
        ("R02_AGE", "amount_fen"),
        ("A02_80", "alive"),
    ]


def test_a_problem_says_where_it_is():
    assert str(RuleProblem("R02_AGE", "age", "Wrong.")) == "Row R02_AGE, column age: Wrong."
    assert str(RuleProblem("R02_AGE", "", "Wrong.")) == "Row R02_AGE: Wrong."
    assert str(RuleProblem("", "age", "Wrong.")) == "Fact age: Wrong."
    assert str(RuleProblem("", "", "Wrong.")) == "Wrong."


def test_errors_read_as_one_line_for_each_problem():
    errors = RuleErrors([RuleProblem("R02_AGE", "", "Wrong."), RuleProblem("", "", "Also wrong.")])
    assert str(errors) == "Row R02_AGE: Wrong.\nAlso wrong."
