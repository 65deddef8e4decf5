import pytest

from services.rules.compose import compose
from services.rules.explain import Condition, conditions, fact_of
from tests.rules_engine.allowance import allowance, facts_block, row, rows, schema, wang
from tests.rules_engine.kinds import KINDS


def explained(**changes) -> dict[str, Condition]:
    whole = allowance()
    return {each.fact: each for each in conditions(whole.table, whole.schema, wang(**changes))}


def test_every_fact_of_an_approval_is_explained_in_the_order_of_the_table():
    assert list(explained()) == [fact.name for fact in schema()]


def test_a_condition_carries_the_words_the_citizen_reads():
    assert explained()["residence"] == Condition(
        fact="residence",
        label={"zh": "户籍状态", "en": "Registration status"},
        requirement={"zh": "户籍状态正常", "en": "The registration is in order"},
        value="NORMAL",
        value_label={"zh": "正常", "en": "Normal"},
        met=True,
    )


def test_a_number_is_its_own_label():
    age = explained()["age"]
    assert (age.value, age.value_label) == (80, {"zh": "80", "en": "80"})


def test_for_wang_xiulan_every_condition_is_met():
    assert {each.met for each in explained().values()} == {True}


@pytest.mark.parametrize("age", [70, 79, 80, 89, 90, 99, 100, 120])
def test_a_condition_is_met_when_any_tier_takes_the_value(age):
    assert explained(age=age)["age"].met is True


@pytest.mark.parametrize(
    ("fact", "value"),
    [("age", 69), ("hukou_city", "ELSEWHERE"), ("alive", "NO"), ("residence", "CANCELLED"), ("receives", "YES"),
     ("can_receive_payment", "NO")],
)  # fmt: skip
def test_the_one_condition_that_fails_is_the_one_shown_as_not_met(fact, value):
    assert [name for name, each in explained(**{fact: value}).items() if each.met is not True] == [fact]
    assert explained(**{fact: value})[fact].met is False


@pytest.mark.parametrize("fact", ["hukou_city", "alive", "residence", "receives", "can_receive_payment"])
def test_unknown_is_neither_met_nor_not_met_and_says_so(fact):
    condition = explained(**{fact: "UNKNOWN"})[fact]
    assert condition.met is None
    assert condition.value_label == {"zh": "未知", "en": "Not known"}


@pytest.mark.parametrize("value", [None, "85", True, float("nan")])
def test_a_missing_or_unusable_value_is_unknown_and_is_not_shown(value):
    condition = explained(age=value)["age"]
    assert (condition.value, condition.value_label, condition.met) == (None, {}, None)


def test_without_facts_nothing_is_met_and_nothing_is_missing_from_the_page():
    whole = allowance()
    found = conditions(whole.table, whole.schema, {})
    assert len(found) == 6
    assert {each.met for each in found} == {None}


def test_facts_that_no_approval_tests_are_not_conditions():
    all_rows = [each for each in rows() if not each["code"].startswith("A")]
    whole = compose(facts_block(), all_rows)
    assert conditions(whole.table, whole.schema, wang()) == []


def test_the_other_kinds_of_facts_have_words_too():
    when = {"money": "< 5", "insured": "true", "alive": '"YES"', "since": "< 2026-01-31"}
    says = {"zh": "可", "en": "Yes"}
    approve = {"code": "A01_ALL", "when": when, "then": {"outcome": "APPROVE"}, "says": says}
    whole = compose(KINDS, [approve, row("M99_NO_RULE", rows())])
    facts = {"money": 7, "insured": True, "alive": "YES", "since": "2026-01-30"}
    found = {each.fact: each for each in conditions(whole.table, whole.schema, facts)}
    assert found["insured"].value_label == {"zh": "词", "en": "Word"}
    assert found["since"].value_label == {"zh": "2026-01-30", "en": "2026-01-30"}
    assert {name: each.met for name, each in found.items()} == {
        "money": False, "insured": True, "alive": True, "since": True,
    }  # fmt: skip


def test_a_code_about_a_missing_fact_leads_to_the_fact():
    assert fact_of("M00_FACT_HUKOU_CITY", schema()).label["en"] == "Household registration"
    assert fact_of("M00_FACT_NOBODY", schema()) is None
    assert fact_of("R02_AGE", schema()) is None
