from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from services.rules.cells import Anything, CellError, normalise, parse_cell
from services.rules.facts import read
from services.rules.schema import FactType
from tests.rules_engine.kinds import ALIVE, INSURED, MONEY, SCHEMA, SINCE

NUMBERS = st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=2, allow_nan=False)
DAYS = st.dates(date(1900, 1, 2), date(2200, 1, 1))


def takes(text: str, fact: FactType, value: object) -> bool:
    return parse_cell(text, fact).test(read(fact, value))


def refusal(text: str, fact: FactType) -> str:
    with pytest.raises(CellError) as refused:
        parse_cell(text, fact)
    return str(refused.value)


@pytest.mark.parametrize(
    ("fact", "value"), [(MONEY, 1), (INSURED, False), (ALIVE, "UNKNOWN"), (SINCE, "2026-01-31")]
)
def test_an_empty_cell_takes_everything(fact, value):
    assert parse_cell("", fact) == Anything()
    assert takes("", fact, value)


@pytest.mark.parametrize(
    ("cell", "taken", "left"),
    [
        ("70", [70, 70.0, Decimal("70.0")], [69, 71, 70.001]),
        ("-0.5", [-0.5], [0.5, 0]),
        ("< 70", [69, 69.99, -1], [70, 71]),
        ("<= 70", [69, 70], [70.01, 71]),
        ("> 70", [70.01, 71], [70, 69]),
        (">= 70", [70, 10**9], [69, 69.99]),
        ("[70..80)", [70, 79, 79.99], [69.99, 80]),
        ("[70..80]", [70, 80], [69.99, 80.01]),
        ("(70..80)", [70.01, 79.99], [70, 80]),
        ("(70..80]", [70.01, 80], [70, 80.01]),
        ("[-1.5..0)", [-1.5, -0.01], [-1.51, 0]),
        ("[0.1..0.3]", [0.1, 0.3, 0.2], [0.09, 0.31]),
    ],
)
def test_numbers_at_their_bounds(cell, taken, left):
    assert all(takes(cell, MONEY, value) for value in taken)
    assert not any(takes(cell, MONEY, value) for value in left)


@pytest.mark.parametrize(
    ("cell", "taken", "left"),
    [
        ("2026-02-28", ["2026-02-28"], ["2026-02-27", "2026-03-01"]),
        ("< 2026-03-01", ["2026-02-28"], ["2026-03-01"]),
        ("<= 2026-03-01", ["2026-03-01"], ["2026-03-02"]),
        ("> 2024-02-28", ["2024-02-29"], ["2024-02-28"]),
        (">= 2026-03-01", ["2026-03-01", "9999-12-31"], ["2026-02-28"]),
        ("[2026-01-01..2027-01-01)", ["2026-01-01", "2026-12-31"], ["2025-12-31", "2027-01-01"]),
        ("(2026-01-01..2026-01-03)", ["2026-01-02"], ["2026-01-01", "2026-01-03"]),
        ("[2026-01-01..2026-01-01]", ["2026-01-01"], ["2026-01-02"]),
        ("<= 9999-12-31", ["0001-01-01", "9999-12-31"], []),
    ],
)
def test_dates_at_their_bounds(cell, taken, left):
    assert all(takes(cell, SINCE, value) for value in taken)
    assert not any(takes(cell, SINCE, value) for value in left)


@pytest.mark.parametrize(
    ("cell", "taken"),
    [('"YES"', {"YES"}), ('"YES", "NO"', {"YES", "NO"}), ('"NO","YES"', {"YES", "NO"}), ('!= "YES"', {"NO", "UNKNOWN"}),
     ('!="UNKNOWN"', {"YES", "NO"})],
)  # fmt: skip
def test_enums_take_what_they_name(cell, taken):
    assert {value for value in ALIVE.values if takes(cell, ALIVE, value)} == taken


def test_only_an_exclusion_remembers_that_it_is_one():
    assert parse_cell('!= "UNKNOWN"', ALIVE).by_exclusion
    assert not parse_cell('"YES", "NO"', ALIVE).by_exclusion


def test_booleans_take_themselves():
    assert takes("true", INSURED, True) and not takes("true", INSURED, False)
    assert takes("false", INSURED, False) and not takes("false", INSURED, True)


@pytest.mark.parametrize(
    "cell",
    ["seventy", '"70"', "'70'", "== 70", "= 70", "!= 70", "<< 70", "=< 70", "=> 70", "< 70 and > 60", "70-80", "70..80",
     "[70,80)", "[70...80)", "[70..80", "70..80)", "{70..80}", "]70..80[", "70,80", "7O", "070", "+70", "7_0", "1e2", "70.",
     ".5", "0x46", "٧٠", "＜ 70", " < 70", "< 70 ", "<\t70", "≥ 70", "true", "null", "not 70", "age < 70", "< age",
     "__import__('os')", "1" * 16, "0.1234567", "NaN", "inf", "-", "<", "[..]", "70 80", "< -", "--1", "70\n", "½"],
)  # fmt: skip
def test_a_number_cell_of_any_other_form_is_refused(cell):
    assert refusal(cell, MONEY)


@pytest.mark.parametrize(
    "cell",
    ["YES", '"YES', 'YES"', '""', '"yes"', '"YES "', '" YES"', '"YES" "NO"', '"YES",', ',"YES"', '"YES", "YES"', "“YES”",
     "'YES'", '!"YES"', '!= YES', '! = "YES"', '!= "YES", "NO"', '== "YES"', 'not "YES"', '"YES" or "NO"', '["YES"]', "true",
     '"MAYBE"', '!= "MAYBE"', '"YES"; "NO"', '"YES"、"NO"', 'in ["YES"]', '"YE\\u0053"', '"YES"\u200b', "1", "*", "-",
     '"YES","NO","UNKNOWN","NO"'],
)  # fmt: skip
def test_an_enum_cell_of_any_other_form_is_refused(cell):
    assert refusal(cell, ALIVE)


@pytest.mark.parametrize(
    "cell", ["True", "TRUE", "ture", '"true"', "yes", "1", "!= true", "not true", "true, false", "tru e"]
)
def test_a_boolean_cell_of_any_other_form_is_refused(cell):
    assert "Write one of them, without quotes." in refusal(cell, INSURED)


@pytest.mark.parametrize(
    "cell",
    ['"2026-01-31"', "2026-1-31", "20260131", "< 2026", "2026/01/31", "31.01.2026", "d('2026-01-31')", "today", "== 2026-01-31",
     "2026-01-31T00:00", "[2026-01-01,2026-01-31]", "2026-W05-6", "< 70"],
)  # fmt: skip
def test_a_date_cell_of_any_other_form_is_refused(cell):
    assert "is not a condition on a date" in refusal(cell, SINCE)


@pytest.mark.parametrize("day", ["2026-02-30", "2023-02-29", "0000-01-01", "2026-13-01", "2026-00-10"])
def test_a_day_that_does_not_exist_is_named(day):
    assert refusal(f"< {day}", SINCE) == f"There is no day {day}. Correct it."


@pytest.mark.parametrize(
    "cell", ["[80..70)", "[70..70)", "(70..70]", "(70..70)", "[80..70]", "[0.2..0.1]", "[-1..-2]"]
)
def test_an_interval_of_nothing_is_refused(cell):
    assert "Write the smaller bound first" in refusal(cell, MONEY)


@pytest.mark.parametrize(
    "cell", ["(2026-01-01..2026-01-02)", "[2026-01-02..2026-01-01]", "> 9999-12-31", "< 0001-01-01"]
)
def test_between_two_neighbouring_days_and_outside_the_calendar_lies_nothing(cell):
    assert "Nothing lies in" in refusal(cell, SINCE)


def test_a_misspelt_value_is_answered_with_the_nearest_one():
    assert refusal('"YESS"', ALIVE) == '"YESS" is not in the code list. Write "YES".'


def test_a_value_like_no_other_is_answered_with_the_code_list():
    assert refusal('"死亡"', ALIVE) == '"死亡" is not in the code list. Write "YES" or "NO" or "UNKNOWN".'


def test_a_value_without_quotes_is_answered_with_how_to_write_it():
    assert refusal("YES", ALIVE) == 'YES is not a list of values. Write each in straight quotes: "YES".'


def test_an_invisible_character_is_named_by_its_number():
    assert "U+200B" in refusal("< 70\u200b", MONEY)


def test_a_cell_has_at_most_200_characters():
    cities = FactType("city", "enum", tuple(f"CITY{n:02}" for n in range(40)), {}, {}, {})
    assert "Use several rows" in refusal(", ".join(f'"{city}"' for city in cities.values), cities)


@pytest.mark.parametrize(
    ("typed", "fact", "stored"),
    [
        ("＜　８０", MONEY, "< 80"),
        ("［８０．．９０）", MONEY, "[80..90)"),
        ("＂ＹＥＳ＂，＂ＮＯ＂", ALIVE, '"YES","NO"'),
        ("！＝＂ＮＯ＂", ALIVE, '!="NO"'),
        ("　ｔｒｕｅ\n", INSURED, "true"),
        ("＞＝２０２６－０１－３１", SINCE, ">=2026-01-31"),
        ("  ", MONEY, ""),
    ],
)
def test_full_width_input_becomes_a_plain_cell(typed, fact, stored):
    assert normalise(typed) == stored
    parse_cell(stored, fact)


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=30), st.sampled_from(list(SCHEMA)))
@example("[0..0]", MONEY)
def test_whatever_is_typed_parses_or_says_why_not(text, fact):
    try:
        parse_cell(text, fact)
    except CellError as error:
        assert str(error)


@given(st.sampled_from(["", "<", "<=", ">", ">="]), NUMBERS, NUMBERS, st.sampled_from(["", " ", "  "]))
def test_a_comparison_does_what_its_sign_says(sign, bound, value, space):
    meant = {
        "": value == bound,
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
    }
    assert takes(f"{sign}{space if sign else ''}{bound}", MONEY, value) == meant[sign]


@given(st.sampled_from("[("), NUMBERS, NUMBERS, st.sampled_from("])"), NUMBERS)
def test_an_interval_does_what_its_brackets_say(left, low, high, right, value):
    assume(low < high)
    above = value >= low if left == "[" else value > low
    below = value <= high if right == "]" else value < high
    for probe, wanted in ((value, above and below), (low, left == "["), (high, right == "]")):
        assert takes(f"{left}{low}..{high}{right}", MONEY, probe) == wanted


@given(st.sampled_from(["", "<", "<=", ">", ">="]), DAYS, st.integers(-3, 3))
def test_a_date_comparison_does_what_its_sign_says(sign, bound, apart):
    value = bound + timedelta(days=apart)
    meant = {
        "": value == bound,
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
    }
    assert takes(f"{sign} {bound}".strip(), SINCE, value.isoformat()) == meant[sign]


@given(st.sampled_from("[("), DAYS, st.integers(2, 400), st.sampled_from("])"), st.integers(-2, 402))
def test_a_date_interval_does_what_its_brackets_say(left, low, length, right, apart):
    high, value = low + timedelta(days=length), low + timedelta(days=apart)
    above = value >= low if left == "[" else value > low
    below = value <= high if right == "]" else value < high
    assert takes(f"{left}{low}..{high}{right}", SINCE, value.isoformat()) == (above and below)
