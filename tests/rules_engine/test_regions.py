"""Overlap and cover against the plain way: trying every value of small worlds."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules import regions
from services.rules.cells import Between, OneOf, parse_cell
from services.rules.facts import ordinal, read
from tests.rules_engine.kinds import ALIVE, INSURED, MONEY, SCHEMA, SINCE

# every whole and half number, also beyond the bounds: whatever cells leave, a point lies in it
POINTS = {
    MONEY.name: [Decimal(n) / 2 for n in range(-2, 14)],
    INSURED.name: [True, False],
    ALIVE.name: list(ALIVE.values),
    SINCE.name: [f"2026-01-{day:02}" for day in range(1, 11)],
}
BOUNDS = st.integers(0, 5)


def _span(bound):
    pairs = st.tuples(BOUNDS, BOUNDS).filter(lambda pair: pair[0] < pair[1])
    spans = st.builds(
        lambda left, pair, right: f"{left}{bound(pair[0])}..{bound(pair[1] + 1)}{right}",
        st.sampled_from("[("),
        pairs,
        st.sampled_from("])"),
    )
    signs = st.sampled_from(["", "< ", "<= ", "> ", ">= "])
    return st.just("") | spans | st.builds(lambda sign, n: f"{sign}{bound(n)}", signs, BOUNDS)


MONEY_CELLS, SINCE_CELLS = _span(str), _span(lambda n: f"2026-01-{n + 2:02}")
INSURED_CELLS = st.sampled_from(["", "true", "false"])
ALIVE_CELLS = st.sampled_from(["", '"YES"', '"NO"', '"YES", "UNKNOWN"', '!= "YES"', '!= "UNKNOWN"'])
ROWS = st.tuples(MONEY_CELLS, INSURED_CELLS, ALIVE_CELLS, SINCE_CELLS)
WORLD = list(product(*(POINTS[fact.name] for fact in SCHEMA)))


def box(row):
    return regions.box([parse_cell(text, fact) for text, fact in zip(row, SCHEMA, strict=True)], SCHEMA.facts)


def hits(a_box) -> set:
    facts = SCHEMA.facts
    tests = [
        {value for value in POINTS[fact.name] if region.test(read(fact, value))}
        for fact, region in zip(facts, a_box, strict=True)
    ]
    return set(product(*tests))


@given(ROWS, ROWS)
def test_two_rows_have_in_common_what_hits_both(one, other):
    both = regions.common(box(one), box(other))
    assert (hits(both) if both else set()) == hits(box(one)) & hits(box(other))


@given(ROWS, ROWS)
def test_rows_are_apart_exactly_where_no_value_hits_both(one, other):
    assert (regions.common(box(one), box(other)) is None) == (not hits(box(one)) & hits(box(other)))


@given(ROWS, ROWS)
def test_what_is_left_of_a_row_is_what_hits_it_alone_and_is_counted_once(one, other):
    pieces = [hits(piece) for piece in regions.without(box(one), box(other))]
    left = hits(box(one)) - hits(box(other))
    assert set().union(*pieces) == left
    assert all(pieces)
    assert sum(map(len, pieces)) == len(left)


@given(ROWS)
def test_nothing_is_left_of_a_row_without_itself(row):
    assert regions.without(box(row), box(row)) == []


@given(ROWS)
def test_an_example_of_a_row_hits_it(row):
    for fact, region in zip(SCHEMA, box(row), strict=True):
        text = regions.example(region, fact)
        value = {"number": Decimal, "boolean": {"true": True, "false": False}.get}.get(fact.kind, str)(text)
        assert region.test(read(fact, value))


def test_the_calendar_is_covered_by_before_and_from_a_day_on():
    before, after = (parse_cell(text, SINCE) for text in ("< 2026-01-01", ">= 2026-01-01"))
    [left] = regions.minus(regions.whole(SINCE), before)
    assert regions.minus(left, after) == []


def test_numbers_are_dense_and_days_are_not():
    assert regions.meet(parse_cell("> 70", MONEY), parse_cell("< 71", MONEY))
    assert not regions.meet(parse_cell("> 2026-01-01", SINCE), parse_cell("< 2026-01-02", SINCE))


def test_between_close_bounds_the_example_lies_in_the_middle():
    assert regions.example(Between(70, 71), MONEY) == "70.5"
    assert regions.example(Between(70, 80), MONEY) == "71"
    assert regions.example(Between(), MONEY) == "0"
    assert regions.example(Between(high=70), MONEY) == "69"
    assert regions.example(Between(ordinal("2026-01-31"), None, True), SINCE) == "2026-01-31"


def test_regions_of_different_columns_do_not_meet_by_accident():
    with pytest.raises(TypeError, match="different columns"):
        regions.meet(Between(1, 2), OneOf(frozenset({"YES"})))
