from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.facts import BadFact, read
from tests.rules_engine.kinds import ALIVE, INSURED, MONEY, SINCE


class Answer(StrEnum):
    YES = "YES"


@pytest.mark.parametrize("value", [0, 85, -3, 10**40, 0.5, Decimal("0.1")])
def test_a_number_is_a_finite_number(value):
    assert read(MONEY, value) == Decimal(str(value))


@pytest.mark.parametrize(
    "value",
    [None, True, False, "85", "", [85], float("nan"), float("inf"), -float("inf"), Decimal("NaN"), Decimal("Infinity"), 1j],
)  # fmt: skip
def test_a_number_is_nothing_else(value):
    with pytest.raises(BadFact, match="money"):
        read(MONEY, value)


def test_a_float_means_the_digits_it_was_written_with():
    assert read(MONEY, 0.1) == Decimal("0.1")
    assert read(MONEY, 79.99) < read(MONEY, 80)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_floats_keep_their_order(one, other):
    assert (read(MONEY, one) < read(MONEY, other)) == (one < other)


def test_a_boolean_is_true_or_false():
    assert read(INSURED, True) is True
    assert read(INSURED, False) is False


@pytest.mark.parametrize("value", [None, 0, 1, "true", "false", "", [], Decimal(1)])
def test_a_boolean_is_nothing_that_only_looks_true_or_false(value):
    with pytest.raises(BadFact):
        read(INSURED, value)


def test_an_enum_is_a_code_of_its_list():
    assert read(ALIVE, "YES") == "YES"
    assert read(ALIVE, Answer.YES) == "YES"
    assert read(ALIVE, "UNKNOWN") == "UNKNOWN"


@pytest.mark.parametrize("value", [None, True, 1, "yes", "YES ", "ＹＥＳ", "", "MAYBE", ["YES"], b"YES"])
def test_an_enum_is_nothing_else(value):
    with pytest.raises(BadFact):
        read(ALIVE, value)


def test_a_date_is_its_iso_text_and_keeps_its_order():
    assert read(SINCE, "2024-02-29") - read(SINCE, "2024-02-28") == 1


@given(st.dates(), st.dates())
def test_dates_compare_like_days(one, other):
    assert (read(SINCE, one.isoformat()) < read(SINCE, other.isoformat())) == (one < other)


@pytest.mark.parametrize(
    "value",
    [None, "", "2026-02-30", "2023-02-29", "20260131", "2026-W05-6", "2026-1-31", "2026-01-31T00:00", " 2026-01-31",
     "２０２６-01-31", "31.01.2026", 20260131, 2026.0131],
)  # fmt: skip
def test_a_date_is_nothing_else(value):
    with pytest.raises(BadFact):
        read(SINCE, value)


def test_a_date_object_is_no_json_value_and_therefore_no_fact():
    with pytest.raises(BadFact):
        read(SINCE, date(2026, 1, 31))
