import pytest
import yaml

from services.rules.problems import RuleErrors, RuleProblem
from services.rules.schema import MOST_FACTS, FactSchema
from tests.rules_engine.allowance import facts_block, schema

WORDS = {"zh": "年龄", "en": "Age"}
AGE = {"kind": "number", "label": WORDS, "condition": WORDS}


def problems(block) -> list[RuleProblem]:
    with pytest.raises(RuleErrors) as refused:
        FactSchema.parse(block)
    return list(refused.value.problems)


def only_message(fact: dict, name: str = "age") -> str:
    [problem] = problems({name: fact})
    assert problem.column == name
    assert problem.row == ""
    return problem.message


def test_facts_keep_the_order_they_are_written_in():
    assert [fact.name for fact in schema()] == list(facts_block())


def test_a_fact_carries_its_code_list_and_its_words():
    residence = schema().get("residence")
    assert residence.values == ("NORMAL", "MOVED_OUT", "CANCELLED", "UNKNOWN")
    assert residence.value_labels["MOVED_OUT"] == {"zh": "迁出", "en": "Moved out"}
    assert residence.condition["en"] == "The registration is in order"


def test_a_fact_that_is_not_declared_is_none():
    assert schema().get("agee") is None


def test_the_stored_block_parses_to_the_same_schema():
    assert FactSchema.parse(schema().to_block()) == schema()


def test_the_schema_does_not_change_with_the_block_it_came_from():
    block = facts_block()
    parsed = FactSchema.parse(block)
    block["age"]["label"]["en"] = "Changed"
    assert parsed.get("age").label["en"] == "Age"


@pytest.mark.parametrize("block", [None, [], {}, "age", {f"f{n}": AGE for n in range(MOST_FACTS + 1)}])
def test_a_block_without_facts_or_with_too_many_is_refused(block):
    assert "between 1 and 30 facts" in problems(block)[0].message


@pytest.mark.parametrize("name", ["Age", "年龄", "", "1age", "a" * 41, "age limit", "ａｇｅ", 7])
def test_a_name_is_small_letters_digits_and_underscores(name):
    [problem] = problems({name: AGE})
    assert "hukou_city" in problem.message
    assert problem.column == str(name)


@pytest.mark.parametrize("fact", [None, "number", 7, ["kind"]])
def test_a_fact_is_a_block_of_its_own(fact):
    assert only_message(fact) == "Give kind, label and condition."


def test_a_misspelt_key_is_named():
    assert only_message({**AGE, "lable": WORDS}) == "lable: no such key. Remove it or correct its spelling."


@pytest.mark.parametrize("kind", [None, "Number", "text", ["number"], "list"])
def test_an_unknown_kind_is_refused_with_those_there_are(kind):
    assert only_message({**AGE, "kind": kind}) == "kind is one of boolean, number, enum, date."


@pytest.mark.parametrize(
    "label",
    [None, "Age", {}, {"zh": "年龄"}, {"zh": "年龄", "en": ""}, {"zh": "年龄", "en": " "}, {**WORDS, "fr": "Âge"},
     {"zh": "年\n龄", "en": "Age"}, {"zh": "\ud800", "en": "Age"}, {"zh": 7, "en": "Age"}, {"zh": "年\x00", "en": "Age"}],
)  # fmt: skip
@pytest.mark.parametrize("key", ["label", "condition"])
def test_words_are_needed_in_both_languages(key, label):
    assert only_message({**AGE, key: label}) == f"{key} needs words in zh and en, on one line."


def test_all_problems_are_told_at_once():
    found = problems({"Age": {**AGE, "kind": "x"}, "alive": {"kind": "boolean", "label": WORDS}})
    assert [problem.column for problem in found] == ["Age", "Age", "alive", "alive"]


def enum(values, labels=None) -> dict:
    labels = dict.fromkeys(map(str, values or []), WORDS) if labels is None else labels
    return {**AGE, "kind": "enum", "values": values, "value_labels": labels}


def test_an_enum_with_its_labels_is_accepted():
    assert FactSchema.parse({"city": enum(["江城市", "外省市"])}).get("city").values == ("江城市", "外省市")


@pytest.mark.parametrize("values", [None, [], "YES", {"YES": 1}])
def test_an_enum_needs_a_list_of_values(values):
    assert "needs its list of values" in problems({"alive": enum(values, {})})[0].message


def test_yes_without_quotes_is_explained_because_yaml_reads_it_as_a_boolean():
    found = problems(yaml.safe_load("alive: {kind: enum, values: [YES, NO], label: {}, condition: {}}"))
    assert any("YAML reads YES" in problem.message for problem in found)


@pytest.mark.parametrize(
    "values", [["A", "A"], ['A"'], ["A\\"], [" A"], ["Ａ"], [""], ["A" * 61], ["A\n"], ["A", "\ud800"]]
)
def test_values_that_a_cell_could_not_name_are_refused(values):
    assert "Every value once" in problems({"alive": enum(values)})[0].message


@pytest.mark.parametrize(
    "labels", [{}, {"YES": WORDS}, {"YES": WORDS, "NO": WORDS, "MAYBE": WORDS}, {True: WORDS}]
)
def test_every_value_needs_its_words_and_no_other_has_any(labels):
    assert only_message(enum(["YES", "NO"], labels), "alive").startswith(
        "value_labels must name exactly: YES, NO"
    )


@pytest.mark.parametrize("labels", [None, "YES", ["YES"], {"YES": "yes", "NO": WORDS}])
def test_value_labels_are_texts(labels):
    fact = {**enum(["YES", "NO"]), "value_labels": labels}
    assert only_message(fact, "alive") == "value_labels gives each value its words in zh and en."


def test_a_boolean_needs_words_for_true_and_false():
    boolean = {**AGE, "kind": "boolean"}
    assert "true, false" in only_message(boolean, "insured")
    labels = {"true": WORDS, "false": WORDS}
    assert FactSchema.parse({"insured": {**boolean, "value_labels": labels}}).get("insured").kind == "boolean"


@pytest.mark.parametrize("kind", ["number", "date"])
def test_a_number_or_date_has_neither_values_nor_labels(kind):
    assert "Only an enum has values" in problems({"age": {**AGE, "kind": kind, "values": ["1"]}})[0].message
    assert "exactly: -" in only_message({**AGE, "kind": kind, "value_labels": {"1": WORDS}})
