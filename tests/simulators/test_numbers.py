"""Check digits, against another implementation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from services.simulators.numbers import card_number, identity_number


def test_a_known_number():
    assert identity_number("990102", date(1946, 3, 8), 2) == "990102194603080026"
    assert identity_number("990103", date(1981, 1, 30), 53) == "99010319810130053X"


@given(st.integers(990_000, 999_999), st.dates(date(1850, 1, 1), date(2100, 1, 1)), st.integers(1, 999))
def test_the_check_character_is_the_one_of_iso_7064(region, birth_on, sequence):
    assert mod_11_2.is_valid(identity_number(str(region), birth_on, sequence))


@given(st.text("0123456789", min_size=1, max_size=18))
def test_the_last_digit_of_a_card_is_the_one_of_luhn(digits):
    assert luhn.is_valid(card_number(digits))


@pytest.mark.parametrize(("digits", "number"), [("7992739871", "79927398713"), ("0", "00"), ("1", "18")])
def test_known_cards(digits, number):
    assert card_number(digits) == number
