"""The named ways from values to facts: what each makes of good values, and that it makes nothing of bad ones."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.derivations import DERIVATIONS, Case
from services.applications.facts import derive
from services.catalogue.package import schema

DAY = date(2026, 11, 23)
CITY = {"990100", "990102", "990103"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PAGE = (Path(__file__).parents[2] / "docs" / "packages.md").read_text()
FACT = schema()["properties"]["facts"]["additionalProperties"]


def made(by, *values, among=()):
    return DERIVATIONS[by](values, Case(DAY, CITY, among))


def test_a_package_can_name_every_derivation_and_no_other():
    assert FACT["properties"]["by"]["enum"] == list(DERIVATIONS)


def test_the_page_on_packages_explains_every_derivation():
    table = PAGE.split("| by | from | the fact |")[1].split("\n\n")[0]
    named = [name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert sorted(named) == sorted(DERIVATIONS)


def test_of_every_derivation_the_schema_says_how_many_values_it_takes():
    told = [way for rule in FACT["allOf"][:3] for way in rule["if"]["properties"]["by"]["enum"]]
    assert sorted(told) == sorted(DERIVATIONS)


@pytest.mark.parametrize(
    ("by", "values", "fact"),
    [
        ("as_recorded", ["YES"], "YES"),
        ("as_recorded", [True], True),
        ("completed_years", ["1946-11-23"], 80),
        ("completed_years", ["1946-11-24"], 79),
        ("completed_years_at", ["1992-11-23", "2026-11-22"], 33),
        ("completed_years_at", ["1992-11-23", "2026-11-23"], 34),
        ("months_since", ["2026-05-23"], 6),
        ("months_since", ["2026-05-24"], 5),
        ("months_between", ["2026-01-31", "2026-02-27"], 0),
        ("months_between", ["2026-01-31", "2026-02-28"], 1),  # Civil Code art. 202
        ("months_insured", ["2015-07", "2026-10"], 136),
        ("months_insured", ["2026-10", "2026-10"], 1),
        ("days_since", ["2026-11-22"], 1),
        ("days_since", ["2026-11-24"], -1),
        ("days_until", ["2027-02-21"], 90),
        ("days_until", ["2026-11-22"], -1),
        ("days_between", ["2026-11-01", "2026-11-23"], 22),
        ("local_or_elsewhere", ["990103"], "LOCAL"),
        ("local_or_elsewhere", ["990202"], "ELSEWHERE"),
        ("any_local", ["990202", "990102"], "LOCAL"),
        ("any_local", ["990202", "NONE"], "ELSEWHERE"),
        ("in_list", ["C1"], "NO"),
        ("in_list", ["PENSION"], "YES"),
        ("in_list", [["MEDICAL", "PENSION"]], "YES"),
        ("in_list", [[]], "NO"),
        ("in_list", ["UNKNOWN"], "UNKNOWN"),
        ("yes_or_no", [True], "YES"),
        ("yes_or_no", [False], "NO"),
        ("any_yes", ["NO", "UNKNOWN", "YES"], "YES"),
        ("any_yes", ["NO", "UNKNOWN"], "UNKNOWN"),
        ("any_yes", ["NO", "NO"], "NO"),
        ("all_yes", ["YES", "UNKNOWN"], "UNKNOWN"),
        ("all_yes", ["YES", "UNKNOWN", "NO"], "NO"),
        ("all_yes", ["YES", "YES"], "YES"),
        ("same", ["周 敏", "周敏"], "YES"),
        ("same", ["周敏", "周明"], "NO"),
        ("count", [["A", "B"]], 2),
        ("total", [3, 4, 5], 12),
        ("difference", [180, 412], -232),
        ("per_head", [100, 3], 33),
    ],
)
def test_a_fact_is_made(by, values, fact):
    made_fact = made(by, *values, among=("PENSION", "C2"))
    assert made_fact == fact and type(made_fact) is type(fact)


@pytest.mark.parametrize(
    ("by", "values"),
    [
        ("as_recorded", [["a"]]),
        ("completed_years", ["2026-11-24"]),  # not born yet
        ("completed_years_at", ["2026-11-24", "2026-11-23"]),
        ("months_since", ["2026-11-24"]),
        ("months_between", ["2026-02-01", "2026-01-01"]),
        ("months_insured", ["2026-10", "2026-09"]),
        ("months_insured", ["2026-13", "2027-09"]),
        ("days_until", ["soon"]),
        ("local_or_elsewhere", ["9901"]),
        ("any_local", ["990102", "9901"]),
        ("in_list", [["PENSION", 1]]),
        ("yes_or_no", ["YES"]),
        ("any_yes", ["YES", "perhaps"]),
        ("all_yes", ["YES", None]),
        ("same", ["周敏", " "]),
        ("count", ["AB"]),
        ("total", [1, True]),
        ("difference", [180, "412"]),
        ("per_head", [100, 0]),
    ],
)
def test_of_anything_else_nothing_is_made(by, values):
    assert made(by, *values, among=("PENSION",)) is None


@pytest.mark.parametrize("by", DERIVATIONS)
@given(values=st.lists(JSON, min_size=2, max_size=2))
def test_no_value_of_a_department_breaks_a_derivation(by, values):
    found = made(by, *values, among=("A",))
    assert found is None or isinstance(found, str | int)


def facts(block, values, disputed=()):
    return derive({"fact": block}, values=values, disputed=disputed, on=DAY, local=CITY)


class TestSources:
    BOTH = {"by": "all_yes", "from": ["tax.clear", "police.clear"]}

    def test_several_values_make_one_fact(self):
        assert facts(self.BOTH, {"tax.clear": "YES", "police.clear": "NO"}) == {"fact": "NO"}

    def test_where_one_is_missing_or_disputed_there_is_no_fact(self):
        assert facts(self.BOTH, {"tax.clear": "NO"}) == {}
        values = {"tax.clear": "YES", "police.clear": "YES"}
        assert facts(self.BOTH, values, disputed={"tax.clear"}) == {}

    def test_an_answer_is_a_source_like_any(self):
        block = {"by": "completed_years_at", "from": ["population.birth_on", "answers.moved_on"]}
        values = {"population.birth_on": "1992-08-25", "answers.moved_on": "2010-08-25"}
        assert facts(block, values) == {"fact": 18}


class TestUnasked:
    BLOCK = {"by": "yes_or_no", "from": "answers.has_car", "unasked": "NO"}

    def test_a_question_nobody_asked_means_what_the_package_says(self):
        assert facts(self.BLOCK, {}) == {"fact": "NO"}

    def test_an_answer_is_what_it_is(self):
        assert facts(self.BLOCK, {"answers.has_car": True}) == {"fact": "YES"}

    def test_the_silence_of_a_register_means_nothing(self):
        assert facts(self.BLOCK | {"from": "cars.owner"}, {}) == {}
        mixed = {"by": "same", "from": ["answers.name", "population.name"], "unasked": "YES"}
        assert facts(mixed, {"answers.name": "周敏"}) == {}
