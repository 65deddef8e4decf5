"""What counts as the same, and what a text is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.search.normal import normal, pairs, tokens

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＡＢＣ１２", "abc12"),
        ("Allowance", "allowance"),
        ("（个人）", "(个人)"),
        ("  高龄\u3000津贴\n", "高龄 津贴"),
        ("高\u200b龄", "高龄"),
        ("高\x00龄", "高龄"),
        ("ﬁre", "fire"),
        ("", ""),
    ],
)
def test_what_looks_the_same_is_the_same(typed, meant):
    assert normal(typed) == meant


@given(WORDS)
def test_what_is_normal_stays_as_it_is(text):
    assert normal(normal(text)) == normal(text)


def test_a_word_is_found_by_its_pairs_and_one_character_by_itself():
    assert pairs("社保卡") == ["社保", "保卡"]
    assert pairs("社") == ["社"]


def test_no_pair_reaches_over_a_blank():
    assert tokens(["高龄 津贴"]) == {"高", "龄", "津", "贴", "高龄", "津贴"}


def test_words_in_letters_are_tokens_of_their_own():
    assert {"old", "age", "allowance"} <= tokens(["old-age allowance"])


@given(WORDS, st.data())
def test_whatever_a_text_holds_is_among_its_tokens(text, data):
    """The promise that recall rests on."""
    plain = normal(text)
    begin = data.draw(st.integers(0, len(plain)))
    piece = plain[begin : data.draw(st.integers(begin, len(plain)))]
    held = tokens([plain])
    assert all(pair in held for word in piece.split() for pair in pairs(word))
