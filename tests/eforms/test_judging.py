"""Whether answers will do: one sentence for each wrong answer, in both languages, and never an accident."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.eforms.form import Form
from services.eforms.judging import judge
from services.eforms.messages import MESSAGES
from tests.eforms.questions import GOOD, KINDS, LABEL, LOAN, block, question

ANSWER = ("请回答“这一项”。", "Answer “This item”.")
CHOOSE = ("请在“这一项”里选一项。", "Choose one of the options for “This item”.")
TICK = ("请勾选“这一项”。", "Tick “This item”.")
FORM = ("“这一项”的写法不对。", "“This item” is not in the right form.")
MOBILE = ("“这一项”应是 11 位手机号，请再看一遍。", "“This item” needs a mobile number of 11 digits.")
LONG = ("“这一项”最多 5 个字。", "“This item” may have 5 characters at most.")

WITH_PARTS = {"address", "group"}
STRUCTURE = {"items", "properties", "required"}  # of an answer with parts: each part has keywords of its own

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["\ud800", "A", "yes", "13800138000", 10**400]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside, max_size=4),
    max_leaves=12,
)


def says(kind: str, answer: Any, **more: Any) -> tuple[str, str] | None:
    found = judge(Form((question(kind, **more),)), {"q": answer})
    assert len(found) <= 1
    return (found[0].says["zh"], found[0].says["en"]) if found else None


@pytest.mark.parametrize(
    ("kind", "answer", "sentence"),
    [
        ("text", "云州", None),
        ("text", "一二三四五", None),
        ("text", "一二三四五六", LONG),
        ("text", "𠮷𠮷𠮷𠮷𠮷", None),  # five characters, ten units of UTF-16
        ("text", "", ANSWER),
        ("text", None, ANSWER),
        ("text", 5, FORM),
        ("text", True, FORM),
        ("text", ["云州"], FORM),
        ("text", {"zh": "云州"}, FORM),
        ("text", "\ud800", FORM),
        ("one_of", "A", None),
        ("one_of", "a", CHOOSE),
        ("one_of", "甲", CHOOSE),
        ("one_of", "", CHOOSE),
        ("one_of", None, ANSWER),
        ("one_of", ["A"], CHOOSE),
        ("one_of", 0, CHOOSE),
        ("one_of", {}, CHOOSE),
        ("yes_no", True, None),
        ("yes_no", False, None),
        ("yes_no", None, ANSWER),
        ("yes_no", 1, FORM),
        ("yes_no", 0, FORM),
        ("yes_no", "yes", FORM),
        ("yes_no", [], FORM),
        ("phone", "13800138000", None),
        ("phone", "19912345678", None),
        ("phone", "12345678901", MOBILE),
        ("phone", "1380013800", MOBILE),
        ("phone", "138001380000", MOBILE),
        ("phone", "１３８００１３８０００", MOBILE),  # coercing comes first
        ("phone", "13800138000\n", MOBILE),
        ("phone", "", MOBILE),
        ("phone", None, ANSWER),
        ("phone", 13800138000, FORM),
        ("declaration", True, None),
        ("declaration", False, TICK),
        ("declaration", None, TICK),
        ("declaration", "on", TICK),
        ("declaration", 1, TICK),
        ("declaration", [True], TICK),
    ],
)
def test_each_wrong_answer_has_its_sentence_in_both_languages(kind, answer, sentence):
    assert says(kind, answer, longest=5) == sentence


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_stay_empty_may(kind):
    assert says(kind, None, required=False) is None
    assert judge(Form((question(kind, required=False),)), {}) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_stay_empty_must_still_be_right_when_given(kind):
    assert judge(Form((question(kind, required=False),)), {"q": {"x": 1}})


class TestWholeForm:
    def test_good_answers_will_do(self):
        assert judge(LOAN, GOOD) == []
        assert judge(LOAN, {"used_for": "SELF", "true": True}) == []

    def test_faults_come_in_the_order_of_the_questions(self):
        found = judge(LOAN, {"true": False, "note": "far too long", "used_for": "LOAN", "large": "x"})
        assert [each.question for each in found] == ["bank", "large", "note", "true"]

    def test_an_answer_to_a_hidden_question_is_refused(self):
        (fault,) = judge(LOAN, {**GOOD, "large": False})
        assert (fault.question, fault.says["en"]) == (
            "guarantor",
            "“Item guarantor” was not asked, leave it out.",
        )
        assert fault.says["zh"] == "这次没有问“问guarantor”，请不要填。"

    def test_all_that_hangs_on_it_is_refused_with_it(self):
        found = judge(LOAN, {**GOOD, "used_for": "SELF"})
        assert [each.question for each in found] == ["bank", "large", "guarantor"]

    def test_a_hidden_question_without_an_answer_is_no_fault(self):
        assert judge(LOAN, {"used_for": "SELF", "bank": None, "guarantor": None, "true": True}) == []

    def test_an_answer_nobody_asked_for_is_refused_by_its_name(self):
        (fault,) = judge(LOAN, {**GOOD, "is_admin": True})
        assert (fault.question, fault.says["en"]) == ("is_admin", "The form has no question “is_admin”.")

    def test_a_very_long_or_broken_name_is_told_back_short_and_whole(self):
        for fault in judge(Form(), {"x" * 5000: 1, "\ud800": 1}):
            assert all(len(sentence.encode()) < 200 for sentence in fault.says.values())

    def test_braces_in_labels_and_names_are_only_braces(self):
        form = Form.parse([{**block("q", "text"), "label": {"zh": "{limit}", "en": "{0.__class__}"}}])
        assert judge(form, {})[0].says["en"] == "Answer “{0.__class__}”."
        assert "{label.__class__}" in judge(form, {"q": "x", "{label.__class__}": 1})[0].says["zh"]


class TestMessages:
    def test_every_sentence_is_there_in_both_languages_with_the_same_gaps(self):
        for words in MESSAGES.values():
            assert set(words) == {"zh", "en"}
            assert ("{limit}" in words["zh"]) == ("{limit}" in words["en"])
            assert all("{label}" in sentence for sentence in words.values())

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_keyword_a_schema_may_fail_by_has_words_of_its_own(self, kind):
        schema = question(kind).way.judged(question(kind))
        keywords = set(schema) - {"format", *STRUCTURE} | {schema.get("format", "type")}
        assert all({keyword, f"{kind}.{keyword}"} & set(MESSAGES) for keyword in keywords)


class TestNeverAnAccident:
    @settings(deadline=None)
    @given(st.sampled_from(KINDS), json_values)
    def test_any_json_value_is_judged_and_never_raises(self, kind, answer):
        found = judge(Form((question(kind),)), {"q": answer})
        assert len({each.question for each in found}) == len(found) <= (1 if kind not in WITH_PARTS else 99)
        assert all(set(each.says) == {"zh", "en"} for each in found)

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from([*GOOD, "note"]) | st.text(max_size=8), json_values, max_size=8))
    def test_any_json_object_is_judged_and_never_raises(self, answers):
        for fault in judge(LOAN, answers):
            assert fault.question in answers or fault.question in {each.code for each in LOAN.questions}
            assert all(sentence.encode() for sentence in fault.says.values())

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from([*GOOD, "note"]), json_values, max_size=6))
    def test_what_was_let_through_can_be_stored_and_comes_back_the_same(self, answers):
        if judge(LOAN, answers) == []:
            assert json.loads(json.dumps(answers, ensure_ascii=False).encode()) == answers

    def test_brackets_a_thousand_deep_are_a_wrong_form_and_nothing_worse(self):
        deep: Any = "x"
        for _ in range(1000):
            deep = [deep]
        assert says("text", deep) == FORM
        assert all(says(kind, deep) for kind in KINDS)

    @settings(deadline=None)
    @given(json_values)
    def test_a_question_that_hangs_on_another_bears_any_answer_to_it(self, answer):
        form = Form.parse(
            [block("a", "text"), block("b", "text", only_if={"question": "a", "is": ["x", 1, True]})]
        )
        judge(form, {"a": answer, "b": answer})

    @settings(deadline=None)
    @given(json_values)
    def test_only_what_the_kind_says_is_let_through(self, answer):
        assert (says("yes_no", answer) is None) == isinstance(answer, bool)
        assert (says("declaration", answer) is None) == (answer is True)
        assert (says("one_of", answer) is None) == (answer in ("A", "B"))
        assert says("text", answer) is not None or isinstance(answer, str)


def test_a_label_is_the_one_the_page_shows():
    assert judge(Form((question("text"),)), {})[0].says == {
        "zh": f"请回答“{LABEL['zh']}”。",
        "en": f"Answer “{LABEL['en']}”.",
    }
