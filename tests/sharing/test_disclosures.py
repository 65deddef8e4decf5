"""What may come in, by kind and disclosure."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sharing.disclosures import Unfit, disclosed
from services.sharing.models import DataField, DataResource, Disclosure
from services.sharing.readings import Reading

STATES = {"NORMAL": {"zh": "正常"}, "UNKNOWN": {"zh": "不清楚"}}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
EVERY_WAY = [(kind, Disclosure.VALUE) for kind in DataField.Kind if kind != "predicate"]
EVERY_WAY += [("predicate", Disclosure.PREDICATE), ("text", Disclosure.MASKED)]


def reading(kind: str, disclosure: str = "VALUE") -> Reading:
    field = DataField(resource=DataResource(code="r"), code="r.f", kind=kind, values=STATES)
    return Reading(field, Disclosure(disclosure), {})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "云州市云城区柳荫街18号"),
        ("text", "欧阳𠮷安"),
        ("text", "阿依古丽·买买提"),
        ("text", "\ue863"),  # a rare name in the private-use area, as old registers write it
        ("text", "云州市\u3000云城区"),
        ("number", 0),
        ("number", -3),
        ("date", "1946-03-08"),
        ("date", "1948-02-29"),
        ("enum", "NORMAL"),
        ("list", []),
        ("list", ["NORMAL", "UNKNOWN"]),
    ],
)
def test_a_value_of_its_kind_comes_in_as_it_is(kind, value):
    assert disclosed(reading(kind), value) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 5),
        ("text", ["a"]),
        ("text", "a\nb"),
        ("text", "a\x00"),
        ("text", "\u202eabc"),
        ("text", "\ud800"),
        ("text", "长" * 501),
        ("number", "5"),
        ("number", 5.0),
        ("number", True),
        ("number", 2**53),
        ("date", "1946-3-8"),
        ("date", "19460308"),
        ("date", "1946-02-30"),
        ("date", "1956"),
        ("date", 19460308),
        ("enum", "normal"),
        ("enum", "GONE"),
        ("enum", ["NORMAL"]),
        ("list", "NORMAL"),
        ("list", ["NORMAL", "GONE"]),
        ("list", ["NORMAL"] * 101),
        ("list", [["NORMAL"]]),
    ],
)
def test_a_value_of_another_kind_stays_out(kind, value):
    with pytest.raises(Unfit):
        disclosed(reading(kind), value)


@pytest.mark.parametrize("answer", ["YES", "NO", "UNKNOWN"])
def test_a_predicate_says_yes_no_or_unknown(answer):
    assert disclosed(reading("predicate", "PREDICATE"), answer) == answer


@pytest.mark.parametrize(
    "answer", ["yes", "MAYBE", True, 1, "9901020310070010318", {"answer": "YES"}, ["YES"]]
)
def test_a_predicate_says_nothing_else(answer):
    with pytest.raises(Unfit):
        disclosed(reading("predicate", "PREDICATE"), answer)


def test_a_predicate_read_as_a_value_says_nothing_at_all():
    with pytest.raises(Unfit):
        disclosed(reading("predicate"), "YES")


@pytest.mark.parametrize(
    ("value", "tail"), [("0318", "0318"), ("9901020310070010318", "0318"), ("99010319810130053X", "053X")]
)
def test_of_a_masked_number_the_last_four_are_left(value, tail):
    assert disclosed(reading("text", "MASKED"), value) == tail


@pytest.mark.parametrize("value", ["王秀兰", "欧阳娜娜", "318", "03 18", 318, "云州市云城区", "０３１８"])
def test_what_has_no_four_last_digits_cannot_be_masked_and_stays_out(value):
    with pytest.raises(Unfit):
        disclosed(reading("text", "MASKED"), value)


@pytest.mark.parametrize(("kind", "disclosure"), EVERY_WAY)
@given(value=ANYTHING)
def test_whatever_a_department_says_only_the_promised_form_comes_in(kind, disclosure, value):
    try:
        plain = disclosed(reading(kind, disclosure), value)
    except Unfit:
        return
    if disclosure == Disclosure.MASKED:
        assert re.fullmatch("[0-9X]{4}", plain)
    elif disclosure == Disclosure.PREDICATE:
        assert plain in {"YES", "NO", "UNKNOWN"}
    else:
        assert plain == value
        assert type(plain) is type(value)


@given(st.dates())
def test_every_date_comes_in_as_written(day: date):
    assert disclosed(reading("date"), day.isoformat()) == day.isoformat()
