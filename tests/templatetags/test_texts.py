"""Data as words: each filter in both languages."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.templatetags.texts import day, exact, lately, masked, moment, money, month, text

EARLY = datetime(2026, 6, 11, 17, 30, tzinfo=UTC)  # half past one in the morning of the 12th in Shanghai


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with override(request.param):
        yield request.param


@pytest.fixture
def chinese():
    with override("zh-hans"):
        yield


@pytest.fixture
def english():
    with override("en"):
        yield


ALLOWANCE = {"zh": "高龄津贴", "en": "Old-age allowance"}


def test_a_text_is_in_the_language_of_the_page():
    with override("zh-hans"):
        assert text(ALLOWANCE) == "高龄津贴"
    with override("en"):
        assert text(ALLOWANCE) == "Old-age allowance"


def test_a_text_never_leaves_a_hole(english):
    assert text({"zh": "高龄津贴"}) == "高龄津贴"
    assert text("plain") == "plain"
    assert text(None) == ""


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0"),
        (30000, "300"),
        (100000, "1,000"),
        (30050, "300.50"),
        (5, "0.05"),
        (123456789, "1,234,567.89"),
        (-150, "-1.50"),
    ],
)
def test_money_is_whole_when_it_can_be(fen, shown, language):
    assert money(fen) == shown


def test_no_money_is_nothing_at_all():
    assert money(None) == ""


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_money_loses_no_fen(fen):
    shown = money(fen).replace(",", "")
    yuan, _, rest = shown.lstrip("-").partition(".")
    assert (int(yuan) * 100 + int(rest or 0)) * (-1 if shown.startswith("-") else 1) == fen


def test_days_in_chinese(chinese):
    assert day(date(2026, 6, 12)) == "2026年6月12日"
    assert day("1946-03-08") == "1946年3月8日"
    assert day(EARLY) == "2026年6月12日"


def test_days_in_english(english):
    assert day(date(2026, 6, 12)) == "12 June 2026"
    assert day(EARLY) == "12 June 2026"


def test_what_is_no_day_is_shown_as_it_is(language):
    assert day("unknown") == "unknown"
    assert day(None) == ""


def test_months(language):
    assert month("2015-07") == {"zh-hans": "2015年7月", "en": "July 2015"}[language]
    assert month(date(2015, 12, 31)) == {"zh-hans": "2015年12月", "en": "December 2015"}[language]
    assert month("2015-13") == "2015-13"
    assert month(None) == ""


def test_moments_are_in_the_time_of_the_city(language):
    assert moment(EARLY) == {"zh-hans": "2026年6月12日 01:30", "en": "12 June 2026, 01:30"}[language]
    assert moment(None) == ""


@time_machine.travel(datetime(2026, 6, 12, 4, tzinfo=UTC), tick=False)
def test_what_was_lately_is_short(chinese):
    assert lately(EARLY) == "今天 01:30"
    assert lately(date(2026, 6, 12)) == "今天"
    assert lately(date(2026, 6, 1)) == "6月1日"
    assert lately(datetime(2026, 6, 11, 15, 59, tzinfo=UTC)) == "6月11日"
    assert lately(date(2025, 12, 31)) == "2025年12月31日"
    assert lately(None) == ""


@time_machine.travel(datetime(2026, 6, 12, 4, tzinfo=UTC), tick=False)
def test_what_was_lately_is_short_in_english_too(english):
    assert lately(EARLY) == "today 01:30"
    assert lately(date(2026, 6, 1)) == "1 June"
    assert lately(date(2025, 12, 31)) == "31 December 2025"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("990102194603080028", "9901 **** **** 0028"),
        ("９９０１０２ 19460308 002x", "9901 **** **** 002x"),
        ("13800136021", "138 **** 6021"),
        ("138-0013-6021", "138 **** 6021"),
        ("6217003812004567", "**** 4567"),
        ("0318", "****"),
        ("", ""),
        (None, ""),
    ],
)
def test_numbers_show_their_ends_only(number, shown):
    assert masked(number) == shown


@given(st.text(alphabet="0123456789X -", max_size=30))
def test_no_number_shows_its_middle(number):
    digits = number.replace(" ", "").replace("-", "")
    shown = masked(number).replace(" ", "").replace("*", "")
    assert len(digits) - len(shown) >= min(len(digits), 4)
    assert digits.startswith(shown[:-4])
    assert digits.endswith(shown[-4:])
    if len(digits) < 8:
        assert shown == ""


def test_a_moment_for_machines_has_whole_seconds_and_its_offset():
    assert exact(EARLY.replace(microsecond=724928)) == "2026-06-12T01:30:00+08:00"
