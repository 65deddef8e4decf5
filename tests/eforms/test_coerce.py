"""What a person typed, as the answer it means: no mistake is made out of a keyboard's habits, and no word is changed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.eforms.form import Form
from services.eforms.judging import judge
from tests.eforms.questions import KINDS, question

MOBILE = "13800138000"
# nothing chosen, nothing in it: no answer
EMPTY: dict[str, object] = {"several_of": [], "group": [], "file": [], "address": {}}
NUMBERS = [
    MOBILE,
    "１３８００１３８０００",  # a Chinese keyboard's full-width digits
    "138 0013 8000",
    "138-0013-8000",
    "138–0013—8000",
    "138\u30000013\u30008000",
    "  13800138000\t",
    "+86 138 0013 8000",
    "+8613800138000",
    "008613800138000",
    "86 13800138000",
    "＋86 13800138000",
]


class TestPhone:
    @pytest.mark.parametrize("typed", NUMBERS)
    def test_every_way_to_write_one_number_is_that_number(self, typed):
        assert question("phone").coerce(typed) == MOBILE

    @pytest.mark.parametrize("typed", ["8612345", "12345", "1380013800", "+8513800138000", "010-8888888"])
    def test_what_is_no_mobile_number_stays_for_the_judge_to_name(self, typed):
        answer = question("phone").coerce(typed)
        assert answer and answer != MOBILE


class TestText:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("  云州银行 ", "云州银行"),
            ("\u3000云州银行\u3000", "云州银行"),
            ("你好，世界（一）！", "你好，世界（一）！"),  # full-width marks are right in Chinese text
            ("№１ 号楼", "№１ 号楼"),
            ("a  b", "a  b"),
            ("两\r\n行", "两\n行"),
            ("bell\x07 and nul\x00", "bell and nul"),
            ("e\u0301", "é"),  # one character, however it was typed
            ("𠮷野家", "𠮷野家"),  # outside the basic plane
            ("\ue000", "\ue000"),  # private use: some registers write rare names so
        ],
    )
    def test_words_stay_as_they_were_written(self, typed, meant):
        assert question("text").coerce(typed) == meant

    def test_an_ideograph_is_not_exchanged_for_its_look_alike(self):
        assert question("text").coerce("龍々") == "龍々"


class TestYesNo:
    @pytest.mark.parametrize(
        ("typed", "meant"), [("yes", True), ("on", True), ("no", False), (" yes ", True)]
    )
    def test_the_words_of_the_page_are_yes_and_no(self, typed, meant):
        assert question("yes_no").coerce(typed) is meant
        assert question("declaration").coerce(typed) is meant

    @pytest.mark.parametrize("typed", ["true", "1", "YES", "是", "maybe"])
    def test_other_words_are_not_guessed(self, typed):
        assert question("yes_no").coerce(typed) == typed


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\u3000", "\u200b", "\ufeff", "\x00", "\u00a0", None])
def test_nothing_visible_is_no_answer(kind, typed):
    assert question(kind).coerce(typed) is None


def judge_one(kind: str, typed: object) -> bool:
    one = question(kind)
    return bool(judge(Form((one,)), {one.code: one.coerce(typed)}))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [True, False, 0, 1.5, [], ["x"], {}, {"a": 1}])
def test_what_is_no_text_is_left_to_the_judge(kind, value):
    assert question(kind).coerce(value) == (None if value == EMPTY.get(kind) else value)


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.text())
def test_coercing_twice_is_coercing_once(kind, typed):
    once = question(kind).coerce(typed)
    assert question(kind).coerce(once) == once


@settings(deadline=None)
@given(st.text())
def test_a_text_loses_nothing_that_can_be_seen(typed):
    seen = [c for c in unicodedata.normalize("NFC", typed) if unicodedata.category(c)[0] not in "CZ"]
    kept = question("text").coerce(typed) or ""
    assert [c for c in kept if unicodedata.category(c)[0] not in "CZ"] == seen
