"""Patterns of published sentences: filled word for word, and no way from a pattern or a value into an object."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certificates.statements import BadPattern, fill, fill_text, gaps

KNOWN = {"name": "王秀兰", "amount": "300"}


def test_gaps_are_filled_with_the_values() -> None:
    assert fill("兹证明{name}每月 {amount} 元", KNOWN) == "兹证明王秀兰每月 300 元"


def test_a_gap_may_come_twice_and_a_sentence_may_have_none() -> None:
    assert fill("{name}，{name}", KNOWN) == "王秀兰，王秀兰"
    assert fill("特此证明。", KNOWN) == "特此证明。"


def test_doubled_braces_are_braces() -> None:
    assert fill("{{{amount}}}", KNOWN) == "{300}"


def test_gaps_are_listed_in_order() -> None:
    assert gaps("{amount}给{name}", KNOWN) == ["amount", "name"]


@pytest.mark.parametrize(
    "pattern",
    [
        "{name.__class__}",
        "{name.__init__.__globals__}",
        "{name[0]}",
        "{0}",
        "{}",
        "{ name }",
        "{name!r}",
        "{amount:>1000000000}",
        "{amount:{name}}",
        "{Name}",
        "{名字}",
        "{__class__}",
    ],
)
def test_anything_but_a_plain_name_is_an_error(pattern: str) -> None:
    with pytest.raises(BadPattern):
        gaps(pattern, {"name", "amount", "__class__", "Name", "名字", "0", ""})
    with pytest.raises(BadPattern):
        fill(pattern, KNOWN)


@pytest.mark.parametrize("pattern", ["{name", "name}", "{", "}", "{{name}", "{name!}"])
def test_braces_must_match(pattern: str) -> None:
    with pytest.raises(BadPattern):
        gaps(pattern, KNOWN)


def test_an_unknown_gap_is_told_with_those_that_are_known() -> None:
    with pytest.raises(BadPattern, match=r"\{nmae\} is not known here; known are amount, name"):
        gaps("兹证明{nmae}", KNOWN)


def test_braces_in_a_value_stay_what_they_are() -> None:
    assert fill("{name}", {"name": "{amount}{name.__class__}"}) == "{amount}{name.__class__}"


@given(st.text())
def test_every_value_comes_out_as_it_went_in(value: str) -> None:
    assert fill("《{name}》", {"name": value}) == f"《{value}》"


@given(st.text())
def test_every_pattern_is_a_sentence_or_an_error(pattern: str) -> None:
    try:
        found = gaps(pattern, KNOWN)
    except BadPattern:
        return
    filled = fill(pattern, KNOWN)
    assert all(KNOWN[name] in filled for name in found)


def test_each_language_gets_its_own_words() -> None:
    pattern = {"zh": "自{day}起", "en": "from {day}"}
    assert fill_text(pattern, {"day": {"zh": "6月1日", "en": "1 June"}}) == {
        "zh": "自6月1日起",
        "en": "from 1 June",
    }


def test_a_value_without_english_stays_chinese_and_a_missing_sentence_stays_missing() -> None:
    assert fill_text({"zh": "在{place}", "en": "in {place}"}, {"place": {"zh": "云州"}})["en"] == "in 云州"
    assert fill_text({"zh": "在{place}"}, {"place": "云州"}) == {"zh": "在云州"}
