"""Regions by their digits: how they are written, and what they lie in."""

import pytest

from services.departments.regions import lineage, plain


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ("51", "510000"),
        ("5116", "511600"),
        ("511602", "511602"),
        ("511602000000", "511602"),
        ("511602001", "511602001"),
        ("511602001000", "511602001"),
        ("511602001003", "511602001"),
    ],
)
def test_every_way_of_writing_is_one_code(digits, code):
    assert plain(digits) == code


@pytest.mark.parametrize("digits", ["", "5", "511", "51160", "5116020", "51160X", "５１", "000000", "51 02"])
def test_what_is_no_region_is_refused(digits):
    with pytest.raises(ValueError, match="no code of a region"):
        plain(digits)


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("511602001", ("511602001", "511602", "511600", "510000")),
        ("511602", ("511602", "511600", "510000")),
        ("511600", ("511600", "510000")),
        ("510000", ("510000",)),
    ],
)
def test_a_region_lies_in_its_county_its_city_and_its_province(code, places):
    assert lineage(code) == places
