"""Numbers as texts, bars, and a line over months."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.public.charts import HEIGHT, WIDTH, bar, plain, plot
from portal.showing.shares import number, percent, share
from services.figures.overview import Ratio

MONTHS = [date(2026, month, 1) for month in range(1, 13)]


def drawn(*shares: int | None):
    """A plot of these percents, one a month; None: nothing that month."""
    ratios = [Ratio(0, 0) if each is None else Ratio(each, 100) for each in shares]
    with override("en"):
        return plot(dict(zip(MONTHS, ratios, strict=False)), "Approved at once")


class TestTexts:
    @pytest.mark.parametrize(
        ("part", "whole", "says"),
        [
            (0, 0, ""),
            (0, 3, "0.0%"),
            (1, 3, "33.3%"),
            (2, 3, "66.6%"),
            (9999, 10000, "99.9%"),
            (7, 7, "100%"),
        ],
    )
    def test_percent(self, part, whole, says):
        assert percent(Ratio(part, whole)) == says

    def test_numbers_have_thousands_and_targets_no_empty_decimals(self):
        assert number(1234567) == "1,234,567"
        assert [plain(Decimal(value)) for value in ("95.00", "99.50", "0.00", "100")] == [
            "95",
            "99.5",
            "0",
            "100",
        ]

    def test_a_share_of_nothing_is_a_number_without_percent(self):
        assert share(Ratio(0, 0)) == "0" and share(Ratio(1, 4)) == "1 (25.0%)"


class TestBars:
    def test_its_width_is_its_share(self):
        assert [bar("x", Ratio(part, 8)).width for part in (0, 1, 8)] == ["0%", "12.5%", "100%"]

    def test_it_never_leaves_its_place(self):
        """More ratings than could be rated in these months: those of the month before count too."""
        assert bar("x", Ratio(5, 4)).width == "100%"


class TestPlots:
    def test_one_month_is_no_line(self):
        assert drawn(None, 40, None) is None and drawn(None, None) is None

    def test_it_goes_from_edge_to_edge_and_higher_is_more(self):
        found = drawn(0, 50, 100)
        assert found.lines == ["0,200 500,100 1000,0"]
        assert found.areas == ["M0,200 L0,200 500,100 1000,0 L1000,200z"]

    def test_a_month_without_anything_is_a_gap_and_no_zero(self):
        found = drawn(50, 60, None, 70, 80)
        assert found.lines == ["0,100 250,80", "750,60 1000,40"] and found.dots == []

    def test_a_month_alone_is_a_dot(self):
        found = drawn(50, None, 70)
        assert (found.lines, found.dots) == ([], ["M0,100h0", "M1000,60h0"])

    def test_it_says_in_words_where_it_begins_and_ends(self):
        found = drawn(None, 50, 60, None)
        assert found.says == "Approved at once: February 2026 50.0%, March 2026 60.0%"
        assert (found.first, found.last) == ("January 2026", "April 2026")

    @given(st.lists(st.none() | st.integers(0, 100), min_size=2, max_size=12))
    def test_nothing_is_drawn_outside(self, shares):
        found = drawn(*shares)
        known = [each for each in shares if each is not None]
        assert (found is None) == (len(known) < 2)
        if found:
            places = [int(x) for x in re.findall(r"(\d+),", " ".join([*found.lines, *found.dots]))]
            heights = [int(y) for y in re.findall(r",(\d+)", " ".join([*found.lines, *found.dots]))]
            assert len(places) == len(known) and set(places) <= set(range(WIDTH + 1))
            assert all(0 <= height <= HEIGHT for height in heights)
