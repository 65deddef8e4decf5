"""Finding: what was typed, what it means, how it sounds, what it should have been; and in which order."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from services.catalogue.search.finding import LONGEST, MOST_HITS, find
from services.catalogue.search.indexing import index
from services.catalogue.search.models import Entry
from tests.catalogue.search.conftest import DAY, codes, thing
from tests.catalogue.search.synthetic import things

pytestmark = pytest.mark.django_db


class TestTyped:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("高龄", ["old-age-allowance"]),
            ("ALLOWANCE", ["old-age-allowance"]),
            ("ｏｌｄ－ａｇｅ", ["old-age-allowance"]),
            ("津贴 高龄", ["old-age-allowance"]),
            ("贷款", ["insurance-certificate"]),
            ("llowan", ["old-age-allowance"]),
        ],
    )
    @pytest.mark.usefixtures("indexed")
    def test_every_word_in_either_language_and_any_order(self, words, found):
        assert codes(words) == found

    @pytest.mark.usefixtures("indexed")
    @pytest.mark.parametrize("words", ["%", "_", ".*", "\\", "☃", "天气预报"])
    def test_what_nothing_holds_finds_nothing(self, words):
        found = find(words, on=DAY)
        assert (found.hits, found.more, found.instead) == ([], False, [])

    @pytest.mark.usefixtures("indexed")
    def test_only_what_is_in_force_is_found(self):
        assert codes("津贴", date(2025, 1, 1)) == []

    def test_signs_of_patterns_are_only_signs(self, listed):
        listed(a="100%补贴", b="100元补贴")
        assert codes("100%") == ["a"] and codes("0_") == []


class TestOrder:
    def test_the_name_itself_then_its_beginning_then_its_inside_then_the_text(self):
        index(
            [
                thing("text", "救助", "临时补贴说明"),
                thing("inside", "困难临时补贴"),
                thing("beginning", "临时补贴发放"),
                thing("itself", "临时补贴"),
            ]
        )
        assert codes("临时补贴") == ["itself", "beginning", "inside", "text"]

    def test_equals_by_heat_and_then_by_code(self):
        index([thing("c", "补贴甲", heat=1), thing("b", "补贴乙", heat=1), thing("a", "补贴丙", heat=9)])
        assert codes("补贴") == ["a", "b", "c"]

    def test_what_can_be_done_here_before_what_is_only_listed(self):
        index([thing("listed", "补贴发放", heat=9), thing("here", "补贴发放", kind=Entry.Kind.ITEM)])
        assert codes("补贴") == ["here", "listed"]


class TestMeaning:
    def test_a_short_form_finds_the_full_name(self, listed):
        listed(full="社会保险登记", other="婚姻登记")
        assert codes("社保") == ["full"]

    def test_an_everyday_sentence_finds_the_official_name(self, listed):
        listed(allowance="高龄津贴", other="婚姻登记")
        assert codes("我妈 80 了") == ["allowance"]

    def test_parts_of_a_sentence_find_what_holds_most_of_them(self, listed):
        listed(both="轮椅租借服务", one="轮椅维修", none="婚姻登记")
        assert codes("想给爷爷租借轮椅用")[0] == "both" and "none" not in codes("想给爷爷租借轮椅用")


class TestSounds:
    @pytest.mark.parametrize("letters", ["shebaoka", "sbk", "SheBaoKa", "shebao"])
    def test_full_sounds_and_initials_find_the_characters(self, listed, letters):
        listed(card="社保卡申领", other="婚姻登记")
        assert codes(letters) == ["card"]

    def test_a_short_form_by_its_sound_finds_the_full_name(self, listed):
        listed(full="社会保险登记", other="婚姻登记")
        assert codes("shebao") == ["full"]

    def test_a_name_with_a_character_of_several_readings_is_found(self, listed):
        listed(bank="银行开户", walk="人行道占用")
        assert codes("yinhang") == ["bank"] and codes("renxing") == ["walk"]

    def test_english_words_are_not_taken_for_sounds(self):
        index([thing("english", "一般", "husband and wife"), thing("card", "社保卡")])
        assert codes("husband") == ["english"]
        assert codes("sb")[0] == "card"


class TestSlips:
    NAMES = {"residence": "居住证办理", "allowance": "高龄津贴", "other": "婚姻登记"}

    @pytest.mark.parametrize(
        ("typed", "meant", "code"),
        [
            ("居往证", "居住证", "residence"),  # another character that looks like it
            ("居主证", "居住证", "residence"),
            ("高零津贴", "高龄津贴", "allowance"),  # the same sound
            ("高龄津津贴", "高龄津贴", "allowance"),  # one too many
            ("高津贴", "高龄津贴", "allowance"),  # one missing
            ("高津龄贴", "高龄津贴", "allowance"),  # two changed round
            ("gaolinjintie", "高龄津贴", "allowance"),  # sounds with a letter missing
            ("gaolingjintei", "高龄津贴", "allowance"),  # with two changed round
        ],
    )
    def test_one_character_wrong_is_forgiven_and_said(self, listed, typed, meant, code):
        listed(**self.NAMES)
        found = find(typed, on=DAY)
        assert [hit.code for hit in found.hits] == [code] and meant in found.instead

    @pytest.mark.parametrize("typed", ["allowence", "alowance", "allowancee", "allwoance"])
    @pytest.mark.usefixtures("indexed")
    def test_english_words_too(self, typed):
        found = find(typed, on=DAY)
        assert [hit.code for hit in found.hits] == ["old-age-allowance"] and "allowance" in found.instead

    def test_what_was_typed_right_is_not_corrected(self, listed):
        listed(**self.NAMES)
        assert find("居住证", on=DAY).instead == []

    def test_two_characters_wrong_are_another_word(self, listed):
        listed(**self.NAMES)
        assert codes("店铺证明书") == []


class TestBounds:
    def test_a_long_question_is_cut(self, listed):
        listed(a="补贴")
        assert codes("补贴" + " " * LONGEST + "别的") == ["a"]
        assert find("别" * 5000, on=DAY).hits == []

    def test_more_than_anybody_reads_is_not_read(self):
        index(things(MOST_HITS + 50))
        found = find("便民", on=DAY)
        assert len(found.hits) == MOST_HITS and found.more
        assert not find("社会保障卡申领（跨省通办）", on=DAY).more

    @pytest.mark.parametrize(
        "words", ["补贴", "我妈 80 了", "shebaoka", "居往证", "allowence", "看病异地报销 换驾照 失业了 退休"]
    )
    def test_a_question_takes_few_statements_however_long(self, words):
        index(things(300))
        with CaptureQueriesContext(connection) as queries:
            find(words, on=DAY)
        assert len(queries) < 45

    def test_a_plain_question_takes_three(self, listed):
        listed(a="补贴")
        with CaptureQueriesContext(connection) as queries:
            assert codes("补贴") == ["a"]
        assert len(queries) <= 3

    def test_what_nothing_holds_is_sought_in_few_statements(self):
        """Its parts are read along with what it may have been meant to be."""
        index(things(400))
        with CaptureQueriesContext(connection) as queries:
            find("没有这个", on=DAY)
        assert len(queries) <= 8

    @settings(max_examples=40, deadline=None)
    @given(st.text(max_size=80))
    def test_whatever_is_typed_nothing_breaks(self, words):
        assert find(words, on=DAY).hits == []


class TestFilters:
    @pytest.fixture(autouse=True)
    def three(self, db):
        index(
            [
                thing("a", "补贴甲", heat=1, filters={"theme": ["OLD_AGE", "HEALTH"], "level": ["3"]}),
                thing("b", "补贴乙", heat=2, filters={"theme": ["HEALTH"], "level": ["4"]}),
                thing("c", "证明", heat=3, filters={"theme": ["HEALTH"], "level": ["3"]}),
            ]
        )

    @pytest.mark.parametrize(
        ("words", "filters", "found"),
        [
            ("补贴", {}, ["b", "a"]),
            ("补贴", {"theme": "OLD_AGE"}, ["a"]),
            ("补贴", {"theme": "HEALTH", "level": "4"}, ["b"]),
            ("补贴", {"theme": "WORK"}, []),
            ("补贴", {"level": ""}, ["b", "a"]),
            ("补贴", {"colour": "RED"}, ["b", "a"]),
            ("", {"level": "3"}, ["c", "a"]),
            ("", {}, ["c", "b", "a"]),
            ("补贴", {"theme": "OLD"}, []),
        ],
    )
    def test_they_narrow_and_add_up_and_need_no_words(self, words, filters, found):
        assert codes(words, **filters) == found

    def test_a_value_of_a_filter_is_no_word_to_search_for(self):
        assert codes("OLD_AGE") == []
