"""Identity numbers of GB 11643, and ages by completed years."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from services.people.identity_numbers import age_on, birth_date, check_character, is_valid, mask, normalise

WANG = "990102194603080026"
WITH_X = "99010319810130053X"
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    region = draw(st.integers(100_000, 999_999))
    digits = f"{region}{draw(DAYS):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return digits + check_character(digits)


@given(numbers())
def test_every_number_with_its_check_character_is_valid(number):
    assert is_valid(number)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_character_is_the_one_of_iso_7064(digits):
    assert check_character(digits) == mod_11_2.calc_check_digit(digits)


@given(numbers(), st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(number, place, digit):
    assume(number[place] != digit)
    assert not is_valid(number[:place] + digit + number[place + 1 :])


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_noticed(number, place):
    assume(number[place] != number[place + 1] and "X" not in number[place : place + 2])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert not is_valid(swapped)


@given(st.text(max_size=40))
def test_no_text_makes_it_stumble(text):
    if is_valid(text):
        assert birth_date(text) <= date.max
    else:
        with pytest.raises(ValueError, match="not a valid identity number"):
            birth_date(text)


@pytest.mark.parametrize(
    "typed",
    [
        "99010319810130053x",
        "９９０１０３１９８１０１３００５３Ｘ",
        " 990103 19810130 053X ",
        "990103\t19810130053ｘ",
    ],
)
def test_full_width_spaces_and_a_small_x_are_the_same_number(typed):
    assert normalise(typed) == WITH_X
    assert is_valid(typed)


@given(st.text("0123456789０１２３４５６７８９xXｘＸ \t\u3000", max_size=40))
def test_the_normal_form_of_a_normal_form_is_itself(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("", "nothing"),
        (WANG[:17], "too short"),
        (WANG + "0", "too long"),
        ("99010219460308002X", "wrong check character"),
        ("990102194613080021", "month 13"),
        ("990102194602300023", "30 February"),
        ("090102194603080026", "a region that begins with 0"),
        ("99010219460308O026", "a letter O"),
        ("٩٩٠١٠٢١٩٤٦٠٣٠٨٠٠٢٦", "digits of another script"),
        ("X90102194603080026", "an X in front"),
        ("11010119800101", "the old number of 15 digits, and shorter"),
    ],
)
def test_what_is_not_a_number(number, flaw):
    assert not is_valid(number), flaw


def test_a_date_that_is_none_is_refused_whatever_its_check_character():
    digits = "99010219460230002"
    assert not is_valid(digits + check_character(digits))
    leap_day = "99010219480229002"
    assert is_valid(leap_day + check_character(leap_day))


def test_the_birth_date_is_inside():
    assert birth_date(WANG) == date(1946, 3, 8)
    assert birth_date(" 99010319810130053x") == date(1981, 1, 30)


def test_the_error_does_not_repeat_the_number():
    with pytest.raises(ValueError, match="not a valid") as caught:
        birth_date("990102194603080027")
    assert "9901" not in str(caught.value)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1946, 3, 8), date(2026, 3, 7), 79),
        (date(1946, 3, 8), date(2026, 3, 8), 80),
        (date(1946, 3, 8), date(2026, 3, 9), 80),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
        (date(2025, 12, 31), date(2026, 12, 30), 0),
    ],
)
def test_a_year_older_on_the_birthday_itself(birth, day, age):
    assert age_on(birth, day) == age


def test_born_on_29_february_a_year_older_on_1_march_of_a_common_year():
    born = date(1956, 2, 29)
    assert age_on(born, date(2026, 2, 28)) == 69
    assert age_on(born, date(2026, 3, 1)) == 70


def test_born_on_29_february_a_year_older_on_the_day_itself_in_a_leap_year():
    born = date(1956, 2, 29)
    assert age_on(born, date(2028, 2, 28)) == 71
    assert age_on(born, date(2028, 2, 29)) == 72


def test_nobody_has_an_age_before_the_birth():
    with pytest.raises(ValueError, match="before the birth"):
        age_on(date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, st.integers(0, 45_000))
def test_age_grows_by_one_a_year_and_never_shrinks(birth, days):
    assume(birth.toordinal() + days < date(2300, 1, 1).toordinal())
    day = birth + timedelta(days=days)
    age = age_on(birth, day)
    assert age in {days // 366, days // 365, days // 365 - 1}
    assert age_on(birth, day + timedelta(days=1)) - age in {0, 1}


@given(DAYS, st.integers(1, 120))
def test_the_age_changes_at_the_anniversary_only(birth, years):
    try:
        anniversary = birth.replace(year=birth.year + years)
    except ValueError:
        anniversary = date(birth.year + years, 3, 1)
    assert age_on(birth, anniversary) == years
    assert age_on(birth, anniversary - timedelta(days=1)) == years - 1


def test_a_mask_leaves_the_last_four():
    assert mask(WANG) == "*" * 14 + "0026"
    assert mask(" 99010319810130053ｘ") == "*" * 14 + "053X"


@given(st.text(max_size=8))
def test_of_something_short_nothing_is_left(text):
    assume(len(normalise(text)) <= 8)
    assert set(mask(text)) <= {"*"}


@given(numbers())
def test_a_masked_number_keeps_its_length_and_loses_the_birth_date(number):
    masked = mask(number)
    assert len(masked) == 18
    assert masked[:14] == "*" * 14
    assert not is_valid(masked)
