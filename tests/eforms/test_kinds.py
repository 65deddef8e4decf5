"""Every kind of question, one after another: how an answer is read, judged and shown back."""

from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from stdnum.cn import uscc

from services.eforms.form import Form
from services.eforms.formats import FORMATS, is_credit_code
from services.eforms.judging import judge
from services.eforms.kinds import KINDS as REGISTERED
from services.eforms.world import World
from tests.eforms.questions import KINDS, RIGHT, block, question

REGIONS = {"990102": {"zh": "云州市云江区", "en": "Yunjiang District, Yunzhou"}}
WORLD = World(
    on=date(2026, 11, 28),
    region=REGIONS.get,
    files={"q": {RIGHT["file"][0]: "合同.pdf"}},
)


def says(kind: str, given: Any, language: str = "en", **more: Any) -> str:
    """The sentence about an answer as it was given; empty where it will do."""
    asked = question(kind, **more)
    return "; ".join(
        fault.says[language] for fault in judge(Form((asked,)), {"q": asked.coerce(given)}, WORLD)
    )


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_its_right_answer_will_do_and_is_read_as_it_is(self, kind):
        assert question(kind).coerce(RIGHT[kind]) == RIGHT[kind]
        assert says(kind, RIGHT[kind]) == ""

    def test_it_has_a_name_of_its_own(self, kind):
        assert REGISTERED[kind].name == kind

    def test_the_schema_that_clients_read_takes_the_right_answer(self, kind):
        schema = jsonschema_rs.validator_for(
            question(kind).schema(), validate_formats=True, formats=FORMATS, ignore_unknown_formats=False
        )
        assert schema.is_valid(RIGHT[kind])

    def test_what_was_answered_can_be_read_back_in_both_languages(self, kind):
        shown = question(kind).shown(RIGHT[kind], WORLD)
        assert set(shown) == {"zh", "en"} and all(shown.values())

    def test_even_a_wrong_answer_can_be_shown(self, kind):
        for odd in ("?", 5, ["x"], {"x": 1}, True, [["x"]]):
            assert all(question(kind).shown(odd, WORLD).values())


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("number", "１２", 12),
        ("number", " 12 ", 12),
        ("number", "1,200", 1200),
        ("number", "１，２００", 1200),
        ("number", "－3", -3),
        ("number", "12.0", 12),
        ("number", "12.5", 12.5),
        ("number", "12 人", "12 人"),
        ("number", "1e5", "1e5"),
        ("number", "1,20", "1,20"),
        ("number", "十二", "十二"),
        ("money", "1200", 120000),
        ("money", "1,200.5", 120050),
        ("money", "１２００．５０", 120050),
        ("money", "￥1200.05", 120005),
        ("money", "1200 元", 120000),
        ("money", "0.1", 10),
        ("money", "1.005", "1.005"),
        ("money", "1.2万", "1.2万"),
        ("money", "-5", -500),
        ("date", "2026-3-8", "2026-03-08"),
        ("date", "2026年3月8日", "2026-03-08"),
        ("date", "２０２６年３月８日", "2026-03-08"),
        ("date", "2026 年 3 月 8 日", "2026-03-08"),
        ("date", "2026/03/08", "2026-03-08"),
        ("date", "2026.3.8", "2026-03-08"),
        ("date", "20260308", "2026-03-08"),
        ("date", "2026–3–8", "2026-03-08"),
        ("date", "2026-02-30", "2026-02-30"),
        ("date", "2026年3月", "2026年3月"),
        ("date", "3月8日", "3月8日"),
        ("date", "08/03/2026", "08/03/2026"),
        ("partial_date", "1958年", "1958"),
        ("partial_date", "1958年3月", "1958-03"),
        ("partial_date", "1958-3", "1958-03"),
        ("partial_date", "1958年3月8日", "1958-03-08"),
        ("partial_date", "１９５８", "1958"),
        ("several_of", "A", ["A"]),
        ("several_of", ["A", "", None], ["A"]),
        ("several_of", [], None),
        ("id_number", "99010219580308124 7", "990102195803081247"),
        ("id_number", "９９０１０２１９５８０３０８１２４７", "990102195803081247"),
        ("id_number", "110105491231002", "11010519491231002X"),  # 15 digits become 18
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("credit_code", "11990100-mb1002024t", "11990100MB1002024T"),
        ("bank_account", "6217 0038 1200 4568 902", "6217003812004568902"),
        ("address", {"region": " 990102 ", "detail": " 和平路 "}, {"region": "990102", "detail": "和平路"}),
        ("address", {"region": "", "detail": ""}, None),
        (
            "group",
            [{"name": " 小明 ", "born": "2019年9月1日"}, {"name": ""}],
            [{"name": "小明", "born": "2019-09-01"}],
        ),
        ("group", [], None),
        ("file", " 0B8F6EF0-6A8E-4A0E-8F5A-0D8C1AD1A001 ", ["0b8f6ef0-6a8e-4a0e-8f5a-0d8c1ad1a001"]),
        ("file", [], None),
    ],
)
def test_what_was_typed_is_the_answer_it_means(kind, typed, meant):
    assert question(kind).coerce(typed) == meant


class TestLimits:
    def test_a_number_keeps_its_bounds_and_its_decimals(self):
        assert says("number", 3, least=1, most=5) == ""
        assert says("number", 0, least=1, most=5) == "“This item” must be 1 or more."
        assert says("number", 6000, most=5000) == "“This item” must be 5,000 or less."
        assert says("number", "1.5") == "“This item” needs a number, such as 12."
        assert says("number", "1.25", decimals=2) == ""
        assert "too many decimals" in says("number", "1.255", decimals=2)

    def test_money_is_told_in_yuan(self):
        assert says("money", "500", least=10000, most=100000) == ""
        assert says("money", "50", least=10000) == "“This item” must be 100 yuan or more."
        assert says("money", "2000.50", most=200000, language="zh") == "“这一项”不能多于 2,000 元。"
        assert says("money", "-1") == "“This item” must be 0 yuan or more."

    def test_a_day_lies_between_its_limits(self):
        assert says("date", "2020-01-01", earliest="2020-01-01", latest="2020-12-31") == ""
        assert "before 2020-01-01" in says("date", "2019-12-31", earliest="2020-01-01")
        assert (
            says("date", "2021-01-01", latest="2020-12-31", language="zh")
            == "“这一项”不能晚于 2020年12月31日，请看看年份。"
        )

    def test_today_is_the_day_of_judging(self):
        assert says("date", "2026-11-28", latest="today") == ""
        assert "after today" in says("date", "2026-11-29", latest="today")
        assert says("date", "2026-11-28", earliest="today") == ""
        assert "before today" in says("date", "2026-11-27", earliest="today")

    def test_a_slip_of_the_finger_is_no_year(self):
        assert says("date", "0202-03-08") and says("date", "2926-03-08")

    @pytest.mark.parametrize(
        ("typed", "right"),
        [("2026", True), ("2026-11", True), ("2026-11-28", True), ("2027", False), ("2026-12", False)],
    )
    def test_a_month_is_too_late_only_if_all_of_it_is(self, typed, right):
        assert (says("partial_date", typed, latest="today") == "") == right

    def test_as_many_are_chosen_as_may_be(self):
        assert says("several_of", ["A"], at_least=2) == "Choose 2 at least for “This item”."
        assert says("several_of", ["A", "B"], at_most=1) == "Choose 1 at most for “This item”."
        assert "twice" in says("several_of", ["A", "A"])
        assert "not among the options" in says("several_of", ["A", "C"])

    def test_a_text_may_have_to_be_long(self):
        assert says("text", "一二", shortest=3) == "“This item” needs 3 characters at least."

    def test_a_card_says_how_many_digits_it_lacks(self):
        assert (
            says("bank_account", "6217 0038 1200 45", "zh")
            == "“这一项”填了 14 位，卡号至少 16 位，请再看一遍。"
        )
        assert "Compare the number" in says("bank_account", "6217003812004568903")


class TestAddress:
    def test_region_and_street_have_sentences_of_their_own(self):
        assert says("address", {"detail": "和平路 12 号"}) == "Choose the region of “This item”."
        assert says("address", {"region": "990102"}) == "Write street and number of “This item”."
        assert "too short" in says("address", {"region": "990102", "detail": "和"})

    def test_there_must_be_such_a_region(self):
        assert "choose again" in says("address", {"region": "990199", "detail": "和平路 12 号"})

    def test_it_may_have_to_lie_within_one(self):
        assert "outside the area" in says("address", RIGHT["address"], within="9902")
        assert says("address", RIGHT["address"], within="9901") == ""


class TestGroup:
    def test_every_entry_is_judged_like_a_form(self):
        asked = question("group")
        found = judge(Form((asked,)), {"q": [{"name": "小明"}, {"born": "2019-09-31"}]}, WORLD)
        assert [fault.question for fault in found] == ["q.1.name", "q.1.born"]
        assert found[0].says == {
            "zh": "“这一项”第 2 项：请回答“问name”。",
            "en": "“This item”, number 2: Answer “Item name”.",
        }

    def test_questions_in_it_hang_on_each_other_within_one_entry(self):
        inner = [
            block("has", "yes_no"),
            block("what", "text", only_if={"question": "has", "is": [True]}),
        ]
        asked = question("group", questions=inner)
        found = judge(
            Form((asked,)), {"q": [{"has": False}, {"has": True}, {"has": False, "what": "x"}]}, WORLD
        )
        assert [fault.question for fault in found] == ["q.1.what", "q.2.what"]

    def test_it_has_as_many_entries_as_it_may(self):
        two = [{"name": "小明"}, {"name": "小红"}]
        assert says("group", two, at_most=1) == "Fill in 1 at most of “This item”."
        assert says("group", two[:1], at_least=2) == "Fill in 2 at least of “This item”."

    def test_what_nobody_asked_is_told_by_its_name(self):
        assert "“colour”" in says("group", [{"name": "小明", "colour": "red"}])


class TestFiles:
    def test_a_file_that_was_not_handed_in_is_none(self):
        assert "did not arrive" in says("file", ["0b8f6ef0-6a8e-4a0e-8f5a-0d8c1ad1a999"])
        assert "did not arrive" in says("file", ["passport.pdf"])

    def test_one_is_meant_where_nothing_else_is_said(self):
        assert "at most" in says("file", RIGHT["file"] * 2 + ["0b8f6ef0-6a8e-4a0e-8f5a-0d8c1ad1a002"])


class TestShown:
    @pytest.mark.parametrize(
        ("kind", "answer", "words"),
        [
            ("number", 1200, {"zh": "1,200 人", "en": "1,200 people"}),
            ("money", 120050, {"zh": "1,200.50 元", "en": "1,200.50 yuan"}),
            ("money", 120000, {"zh": "1,200 元", "en": "1,200 yuan"}),
            ("date", "2026-03-08", {"zh": "2026年3月8日", "en": "2026-03-08"}),
            ("partial_date", "1958-03", {"zh": "1958年3月", "en": "1958-03"}),
            ("several_of", ["B", "A"], {"zh": "乙、甲", "en": "Second, First"}),
            ("yes_no", True, {"zh": "是", "en": "Yes"}),
            (
                "address",
                RIGHT["address"],
                {"zh": "云州市云江区和平路 12 号", "en": "和平路 12 号, Yunjiang District, Yunzhou"},
            ),
            ("file", RIGHT["file"], {"zh": "合同.pdf", "en": "合同.pdf"}),
            (
                "group",
                [{"name": "小明", "born": "2019-09-01"}],
                {"zh": "问name：小明，问born：2019年9月1日", "en": "Item name: 小明; Item born: 2019-09-01"},
            ),
        ],
    )
    def test_an_answer_reads_as_people_say_it(self, kind, answer, words):
        unit = {"unit": {"zh": "人", "en": "people"}} if kind == "number" else {}
        assert question(kind, **unit).shown(answer, WORLD) == words

    @pytest.mark.parametrize("kind", ["id_number", "bank_account"])
    def test_long_numbers_keep_only_their_tail(self, kind):
        shown = question(kind).shown(RIGHT[kind], WORLD)["zh"]
        assert shown.startswith("****") and shown[-4:] == RIGHT[kind][-4:] and RIGHT[kind][:6] not in shown


def test_the_check_digit_of_a_credit_code_is_the_one_that_others_compute():
    for code in ("91110000600037341L", "11990100MB1002024T", "91110000600037341K", "9111000060003734IL"):
        assert is_credit_code(code) == uscc.is_valid(code)
