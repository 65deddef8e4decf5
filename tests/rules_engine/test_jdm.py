"""The profile: what GoRules' format could also say, and a rule table must not."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.jdm import MOST_ROWS, check_profile, table_of
from services.rules.problems import RuleErrors
from services.rules.table import parse
from tests.rules_engine.allowance import allowance, schema

JDM = allowance().jdm


def refusal(change) -> str:
    """The message after `change(document)`."""
    document = deepcopy(JDM)
    change(document)
    with pytest.raises(RuleErrors) as refused:
        check_profile(document)
    with pytest.raises(RuleErrors):
        parse(document, schema())
    return refused.value.problems[0].message


def test_our_own_documents_are_in_the_profile():
    check_profile(JDM)


def test_nodes_and_edges_may_stand_in_any_order():
    document = deepcopy(JDM)
    document["nodes"].reverse()
    document["edges"].reverse()
    check_profile(document)
    assert parse(document, schema()) == allowance().table


@pytest.mark.parametrize("document", [None, [], {}, "{}", 7, {"nodes": [], "edges": []}])
def test_what_is_no_document_is_refused(document):
    with pytest.raises(RuleErrors):
        check_profile(document)


@pytest.mark.parametrize(
    "kind",
    [
        "functionNode",
        "customNode",
        "expressionNode",
        "switchNode",
        "decisionNode",
        "decisionTable",
        "",
        "http",
    ],
)
def test_every_other_kind_of_node_is_refused_in_any_place(kind):
    for place in range(3):
        assert "outside the profile" in refusal(lambda jdm, at=place: jdm["nodes"][at].update(type=kind))


def test_a_node_more_or_less_is_refused():
    function = {
        "id": "f",
        "type": "functionNode",
        "name": "f",
        "position": {"x": 0, "y": 0},
        "content": "while(1){}",
    }
    assert refusal(lambda jdm: jdm["nodes"].append(function))
    assert refusal(lambda jdm: jdm["nodes"].pop())


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_an_unknown_key_is_refused(part):
    assert refusal(lambda jdm: jdm[part][0].update(extra=1))
    assert refusal(lambda jdm: jdm.update(extra=1))
    assert refusal(lambda jdm: jdm[part][0].popitem())


@pytest.mark.parametrize(
    ("key", "value"),
    [("hitPolicy", "collect"), ("hitPolicy", "unique"), ("passThrough", True), ("passThrough", 0), ("passThrough", None),
     ("inputField", "people"), ("outputPath", "result"), ("executionMode", "loop"), ("extra", 1)],
)  # fmt: skip
def test_the_settings_of_the_table_are_fixed(key, value):
    assert refusal(lambda jdm: table_of(jdm).update({key: value})).startswith(
        key if key != "extra" else "table"
    )


def test_an_input_schema_is_refused_because_facts_are_declared_elsewhere():
    assert refusal(lambda jdm: jdm["nodes"][0].update(content={"schema": "{}"}))


@pytest.mark.parametrize(
    "change",
    [
        {"sourceId": "out", "targetId": "table"},
        {"sourceId": "in", "targetId": "nowhere"},
        {"sourceId": "table", "targetId": "table"},
        {"type": "loop"},
        {"sourceId": None},
    ],
)
def test_a_cycle_a_loose_end_or_a_strange_edge_is_refused(change):
    assert refusal(lambda jdm: jdm["edges"][0].update(change))


def test_a_missing_or_doubled_edge_is_refused():
    assert refusal(lambda jdm: jdm["edges"].pop())
    assert refusal(lambda jdm: jdm["edges"].append(dict(jdm["edges"][0])))
    assert refusal(lambda jdm: jdm["edges"].__setitem__(1, dict(jdm["edges"][0])))


def test_two_nodes_with_one_id_are_refused():
    assert refusal(lambda jdm: jdm["nodes"][2].update(id="in"))


@pytest.mark.parametrize(
    "position", [None, {}, {"x": 1}, {"x": 1.5, "y": 0}, {"x": True, "y": 0}, {"x": 1, "y": 2, "z": 3}]
)
def test_a_position_is_two_whole_numbers(position):
    assert refusal(lambda jdm: jdm["nodes"][1].update(position=position))


@pytest.mark.parametrize("side", ["inputs", "outputs"])
def test_columns_are_named_once_and_completely(side):
    assert refusal(lambda jdm: table_of(jdm)[side].append(dict(table_of(jdm)[side][0])))
    assert refusal(lambda jdm: table_of(jdm)[side][0].update(id=table_of(jdm)[side][1]["id"]))
    assert refusal(lambda jdm: table_of(jdm)[side][0].update(field=table_of(jdm)[side][1]["field"]))
    assert refusal(lambda jdm: table_of(jdm)[side][0].update(defaultValue="1"))
    assert refusal(lambda jdm: table_of(jdm)[side][0].update(field=7))
    assert refusal(lambda jdm: table_of(jdm).update({side: []}))


def test_an_input_is_no_output_and_no_column_has_a_reserved_id():
    assert refusal(lambda jdm: table_of(jdm)["inputs"][0].update(id="o_code"))
    assert refusal(lambda jdm: table_of(jdm)["inputs"][0].update(id="_id"))
    assert refusal(lambda jdm: table_of(jdm)["outputs"][0].update(field="verdict"))


@pytest.mark.parametrize("cell", [None, 70, True, ["< 70"], {"a": 1}, "x" * 201])
def test_a_cell_is_a_text_of_at_most_200_characters(cell):
    assert refusal(lambda jdm: table_of(jdm)["rules"][1].update(i_age=cell))


def test_a_cell_without_a_column_and_a_row_without_a_conclusion_are_refused():
    assert refusal(lambda jdm: table_of(jdm)["rules"][1].update(i_agee="< 70"))
    assert refusal(lambda jdm: table_of(jdm)["rules"][1].pop("o_code"))
    assert refusal(lambda jdm: table_of(jdm)["rules"][1].pop("_id"))
    assert refusal(lambda jdm: table_of(jdm)["rules"].append("row"))


def test_a_table_has_at_least_one_row_and_at_most_500():
    one = table_of(JDM)["rules"][0]
    assert refusal(lambda jdm: table_of(jdm).update(rules=[]))
    assert refusal(lambda jdm: table_of(jdm).update(rules=[one] * (MOST_ROWS + 1)))
    assert refusal(lambda jdm: table_of(jdm).update(rules={"0": one}))


PLACES = st.lists(st.integers(0, 11), min_size=1, max_size=6)
JUNK = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({}) | st.floats()
)


@given(PLACES, JUNK)
def test_junk_anywhere_in_the_document_is_refused_in_words_and_never_breaks(path, junk):
    document = deepcopy(JDM)
    parent, key = document, None
    for step in path:
        inside = parent if key is None else parent[key]
        keys = (
            list(inside)
            if isinstance(inside, dict)
            else list(range(len(inside)))
            if isinstance(inside, list)
            else []
        )
        if not keys:
            break
        parent, key = inside, keys[step % len(keys)]
    parent[key] = junk
    try:
        parse(document, schema())
    except RuleErrors as refused:
        assert all(problem.message for problem in refused.problems)
