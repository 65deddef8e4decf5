import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.compose import compose
from services.rules.jdm import from_rows
from services.rules.lint import gaps, lint
from services.rules.problems import RuleErrors, RuleProblem
from services.rules.schema import FactSchema
from services.rules.table import parse
from tests.rules_engine.allowance import facts_block, row, rows, schema, with_cell
from tests.rules_engine.kinds import SCHEMA

SAYS = {"zh": "话", "en": "Words"}


def found(all_rows, facts=None, forbidden=()) -> list[RuleProblem]:
    facts = facts or schema()
    problems = lint(parse(from_rows(all_rows, facts), facts), facts, forbidden)
    # most tests here write about one fact of several, on purpose
    return [each for each in problems if facts is not SCHEMA or not each.message.startswith("No row looks")]


def only(all_rows, **rest) -> RuleProblem:
    [problem] = found(all_rows, **rest)
    return problem


def a_row(code: str, outcome: str, amount: int = 0, **when: str) -> dict:
    return {"code": code, "when": when, "then": {"outcome": outcome, "amount_fen": amount}, "says": SAYS}


def last() -> dict:
    return row("M99_NO_RULE", rows())


def test_the_allowance_is_fit_for_publication():
    assert found(rows()) == []


def test_a_table_that_always_asks_a_person_is_fit_too():
    assert found([last()]) == []


def test_the_last_row_must_be_empty():
    problem = only(rows()[:-1])
    assert problem.row == "A04_100"
    assert "last row must have an empty" in problem.message


@pytest.mark.parametrize("outcome", ["APPROVE", "PROPOSE_REFUSAL"])
def test_the_last_row_must_go_to_a_person(outcome):
    letter = "A" if outcome == "APPROVE" else "R"
    problems = found([*rows()[:-1], a_row(f"{letter}99_REST", outcome)])
    assert any("last row" in problem.message for problem in problems)


def test_no_other_row_may_be_empty():
    problems = found([a_row("M01_ALL", "REVIEW"), *rows()])
    assert problems[0] == RuleProblem(
        "M01_ALL", "", "Only the last row may be empty. Write what this row is about."
    )


@pytest.mark.parametrize("fact", [fact.name for fact in schema()])
def test_an_approval_tests_every_fact(fact):
    all_rows = rows()
    del row("A02_80", all_rows)["when"][fact]
    assert ("A02_80", fact) in {(problem.row, problem.column) for problem in found(all_rows)}


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('!= "ELSEWHERE"', "instead of !="),
        ('"LOCAL", "UNKNOWN"', "UNKNOWN proves nothing"),
        ('"LOCAL", "ELSEWHERE", "UNKNOWN"', "UNKNOWN proves nothing"),
        ('"UNKNOWN"', "UNKNOWN proves nothing"),
    ],
)
@pytest.mark.parametrize("code", ["A02_80", "R03_HUKOU"])
def test_approvals_and_proposals_rest_on_what_is_known(code, cell, words):
    problems = found(with_cell(code, "hukou_city", cell))
    told = [problem for problem in problems if (problem.row, problem.column) == (code, "hukou_city")]
    assert [words in problem.message for problem in told] == [True]


@pytest.mark.parametrize("cell", ['"UNKNOWN"', '!= "LOCAL"', '"ELSEWHERE", "UNKNOWN"'])
def test_a_review_may_rest_on_what_is_not_known(cell):
    assert found([*rows()[:5], a_row("M03_HUKOU", "REVIEW", hukou_city=cell), *rows()[5:]]) == []


def test_a_cell_that_names_every_value_tests_nothing():
    block = facts_block()
    block["alive"]["values"].remove("UNKNOWN")
    del block["alive"]["value_labels"]["UNKNOWN"]
    with pytest.raises(RuleErrors, match="tests nothing"):
        compose(block, with_cell("A02_80", "alive", '"YES", "NO"'))


def test_a_proposal_without_any_evidence_is_refused():
    problems = found([a_row("R00_NOTHING", "PROPOSE_REFUSAL"), *rows()])
    assert problems[0].row == "R00_NOTHING"


@pytest.mark.parametrize(
    ("code", "fact", "cell", "other"),
    [
        ("A01_70", "age", "[70..80]", "A02_80"),
        ("A01_70", "age", ">= 70", "A02_80"),
        ("A01_70", "age", "[69..80)", "R02_AGE"),
        ("R02_AGE", "age", "<= 70", "A01_70"),
        ("A02_80", "receives", '"YES"', "R05_RECEIVES"),
        ("A02_80", "residence", '"NORMAL", "CANCELLED"', "R04_RESIDENCE"),
    ],
)
def test_an_approval_overlaps_no_row_that_concludes_otherwise(code, fact, cell, other):
    pairs = [
        {problem.row, problem.message.removeprefix("It overlaps row ").split(",")[0]}
        for problem in found(with_cell(code, fact, cell))
        if "overlaps" in problem.message
    ]
    assert {code, other} in pairs
    assert all(code in pair for pair in pairs)


def test_an_overlap_is_shown_by_an_example():
    [problem] = found(with_cell("A01_70", "age", "[70..80]"))
    assert problem.row == "A02_80"
    assert problem.message == (
        "It overlaps row A01_70, for example where Age = 80, Household registration = Yunzhou, Alive = Yes, "
        "Registration status = Normal, Already receives it = No, Social card takes payments = Yes. Narrow one of them."
    )


def test_an_overlap_of_a_review_with_an_approval_counts():
    problems = found([*rows()[:-1], a_row("M03_OLD", "REVIEW", age=">= 95"), last()])
    assert {problem.row for problem in problems} == {"M03_OLD"}


def test_two_approvals_of_the_same_sum_may_overlap():
    wide = {**row("A01_70", rows())["when"], "age": "[75..80)"}
    assert found([a_row("A00_75", "APPROVE", 20000, **wide), *rows()]) == []
    problems = found([a_row("A00_75", "APPROVE", 20001, **wide), *rows()])
    assert [problem.row for problem in problems] == ["A01_70"]


def test_reviews_and_proposals_may_overlap_because_both_end_with_a_person():
    assert found([a_row("M03_YOUNG", "REVIEW", age="[60..70)"), *rows()]) == []


@pytest.mark.parametrize(
    "hidden",
    [
        a_row("M03_YOUNG", "REVIEW", age="[60..70)"),
        a_row("M03_DEAD_LOCAL", "REVIEW", alive='"NO"', hukou_city='"LOCAL"'),
        a_row("M03_BOTH", "REVIEW", age="< 50", alive='"NO", "YES"'),
    ],
)
def test_a_row_that_one_row_before_it_covers_is_never_reached(hidden):
    problem = only([*rows()[:-1], hidden, last()])
    assert problem.row == hidden["code"]
    assert "take everything" in problem.message


def test_a_row_that_several_rows_cover_together_is_never_reached():
    cover = [
        a_row("M03_LOW", "REVIEW", money="< 5"),
        a_row("M04_HIGH", "REVIEW", money=">= 5", insured="true"),
    ]
    rest = a_row("M05_REST", "REVIEW", money=">= 5", insured="false")
    hidden = a_row("M06_ALIVE", "REVIEW", alive='"YES"')
    assert only([*cover, rest, hidden, last()], facts=SCHEMA).row == "M06_ALIVE"
    assert found([*cover, hidden, last()], facts=SCHEMA) == []


def test_days_before_and_from_a_day_on_cover_the_calendar():
    cover = [
        a_row("M03_OLD", "REVIEW", since="< 2026-01-01"),
        a_row("M04_NEW", "REVIEW", since="> 2025-12-31"),
    ]
    assert (
        only([*cover, a_row("M05_ALIVE", "REVIEW", alive='"YES"'), last()], facts=SCHEMA).row == "M05_ALIVE"
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(1, 7), st.sampled_from(["", "true", "false"])), max_size=6
    )
)
def test_reachability_agrees_with_trying_every_value(spans):
    made = [
        a_row(f"M{place:02}_SPAN", "REVIEW", money=f"[{low}..{low + length})", insured=insured)
        for place, (low, length, insured) in enumerate(spans, 1)
    ]
    unseen = {problem.row for problem in found([*made, last()], facts=SCHEMA)}
    taken: set[tuple[int, bool]] = set()
    for (low, length, insured), each in zip(spans, made, strict=True):
        wanted = {"": (True, False), "true": (True,), "false": (False,)}[insured]
        mine = {(money, flag) for money in range(low, low + length) for flag in wanted}
        assert (each["code"] in unseen) == (mine <= taken)
        taken |= mine


def test_rows_too_entangled_to_check_are_refused_instead_of_trusted(monkeypatch):
    monkeypatch.setattr("services.rules.lint.MOST_PIECES", 3)
    scattered = [a_row(f"M{n:02}_AT", "REVIEW", money=str(n)) for n in range(1, 6)]
    problems = found([*scattered, a_row("M10_YES", "REVIEW", alive='"YES"'), last()], facts=SCHEMA)
    assert [(problem.row, "too entangled" in problem.message) for problem in problems] == [("M10_YES", True)]


def test_a_fact_rules_must_not_use_is_named():
    problem = only(rows(), forbidden={"residence", "religion"})
    assert (problem.row, problem.column) == ("", "residence")


def test_all_problems_are_told_at_once():
    all_rows = with_cell("R03_HUKOU", "hukou_city", '!= "LOCAL"')
    del row("A02_80", all_rows)["when"]["alive"]
    problems = found(all_rows[:-1], forbidden=["age"])
    assert {(problem.row, problem.column) for problem in problems} >= {
        ("", "age"), ("R03_HUKOU", "hukou_city"), ("A02_80", "alive"), ("A04_100", ""),
    }  # fmt: skip


def test_a_fact_that_no_row_looks_at_is_named():
    extra = {**facts_block(), "shoe_size": facts_block()["age"]}
    problem = next(
        each for each in found(rows(), FactSchema.parse(extra)) if each.message.startswith("No row")
    )
    assert problem.column == "shoe_size"


def test_where_a_person_decides_everything_facts_are_for_reading():
    assert found([last()]) == []


def gaps_of(all_rows, facts=None) -> list[str]:
    facts = facts or schema()
    return gaps(parse(from_rows(all_rows, facts), facts))


def test_a_gap_is_told_by_a_case_that_only_the_last_row_catches():
    assert any("Household registration = Not known" in each for each in gaps_of(rows()))
    without = [each for each in rows() if each["code"] != "A02_80"]
    assert any("Age = 80" in each for each in gaps_of(without))


def test_a_table_without_gaps_tells_none():
    whole = [a_row("M01_LOW", "REVIEW", money="< 5"), a_row("M02_HIGH", "REVIEW", money=">= 5"), last()]
    assert gaps_of(whole, SCHEMA) == []


def test_gaps_too_entangled_to_tell_are_said_to_be():
    many = [a_row(f"M{n:02}_X", "REVIEW", money=f"[{n}..{n + 1})", since=f"[20{n:02}-01-01..20{n + 1:02}-01-01)",
                  insured="true", alive='"YES"') for n in range(10, 60)]  # fmt: skip
    assert gaps_of([*many, last()], SCHEMA)
