"""Questions as data: parsed from a package, shown by what was answered before."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.eforms.form import Form
from services.eforms.question import Condition, Question, Test
from tests.eforms.questions import GOOD, KINDS, LABEL, LOAN, block, codes, question

SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b", "yes", ""])


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form: questions hang on an earlier, a later or no question, and some hang on themselves."""
    names = [f"q{number}" for number in range(draw(st.integers(0, 6)))]
    blocks = []
    for name in names:
        hangs = draw(st.none() | st.tuples(st.sampled_from(names), st.lists(SCALARS, min_size=1, max_size=3)))
        condition = {"only_if": {"question": hangs[0], "is": hangs[1]}} if hangs else {}
        blocks.append(block(name, draw(st.sampled_from(["text", "yes_no"])), **condition))
    return Form.parse(blocks)


answers_to_anything = st.dictionaries(st.sampled_from([f"q{number}" for number in range(7)]), SCALARS)


class TestParsing:
    def test_a_question_takes_what_the_package_says(self):
        used_for = LOAN.questions[0]
        assert (used_for.code, used_for.kind, used_for.required, used_for.default) == (
            "used_for",
            "one_of",
            True,
            "SELF",
        )
        assert used_for.options == {"SELF": LABEL, "LOAN": LABEL} and used_for.only_if is None

    def test_options_keep_the_order_in_which_they_are_listed(self):
        codes = ["SELF", "JOB", "SCHOOL", "A"]
        parsed = Question.parse(
            block("q", "one_of", options=[{"code": code, "label": LABEL} for code in codes])
        )
        assert list(parsed.options) == parsed.schema()["enum"] == codes

    def test_a_condition_is_a_question_and_the_answers_that_ask_it(self):
        assert LOAN.questions[1].only_if == Condition((Test("used_for", ("LOAN",)),))

    def test_what_is_left_out_is_empty_and_not_shared(self):
        first, second = question("text"), question("text")
        assert (first.hint, first.why, first.longest, first.required) == ({}, {}, 200, True)
        assert first.hint is not second.hint

    def test_no_questions_make_a_form_without_any(self):
        assert Form.parse([]).questions == () and Form().visible({"x": 1}) == ()

    def test_a_word_no_question_knows_is_an_error_and_not_ignored(self):
        with pytest.raises(TypeError):
            Question.parse(block("q", "text", colour="red"))

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_has_a_schema_of_2020_12(self, kind):
        jsonschema_rs.meta.validate(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **question(kind).schema()}
        )

    def test_a_kind_nobody_knows_has_none(self):
        with pytest.raises(KeyError):
            question("colour").schema()


class TestVisible:
    @pytest.mark.parametrize(
        ("answers", "shown"),
        [
            ({}, ["used_for", "note", "true"]),
            ({"used_for": "SELF"}, ["used_for", "note", "true"]),
            ({"used_for": "LOAN"}, ["used_for", "bank", "large", "note", "true"]),
            ({"used_for": "LOAN", "large": False}, ["used_for", "bank", "large", "note", "true"]),
            (GOOD, ["used_for", "bank", "large", "guarantor", "note", "true"]),
            (
                {**GOOD, "used_for": "SELF"},
                ["used_for", "note", "true"],
            ),  # large is hidden, and what hangs on it
            ({"large": True}, ["used_for", "note", "true"]),  # a hidden answer shows nothing
            ({"used_for": ["LOAN"]}, ["used_for", "note", "true"]),
            ({"used_for": {"LOAN": 1}}, ["used_for", "note", "true"]),
        ],
    )
    def test_a_question_is_asked_when_what_it_hangs_on_was_answered_so(self, answers, shown):
        assert codes(LOAN, answers) == shown

    def test_a_default_is_no_answer(self):
        form = Form.parse([
            block("a", "text", default="x"), block("b", "text", only_if={"question": "a", "is": ["x"]}),
        ])  # fmt: skip
        assert codes(form, {}) == ["a"] and codes(form, {"a": "x"}) == ["a", "b"]

    def test_what_hangs_on_a_later_question_or_on_itself_is_never_asked(self):
        form = Form.parse([
            block("a", "text", only_if={"question": "b", "is": ["x"]}),
            block("b", "text"),
            block("c", "text", only_if={"question": "c", "is": ["x"]}),
            block("d", "text", only_if={"question": "nobody", "is": ["x"]}),
        ])  # fmt: skip
        assert codes(form, {"a": "x", "b": "x", "c": "x", "nobody": "x"}) == ["b"]

    def test_any_of_several_answers_will_do(self):
        form = Form.parse(
            [block("a", "text"), block("b", "text", only_if={"question": "a", "is": ["x", "y"]})]
        )
        assert [len(codes(form, {"a": answer})) for answer in ("x", "y", "z")] == [2, 2, 1]

    @settings(deadline=None)
    @given(forms(), answers_to_anything)
    def test_it_keeps_the_order_and_shows_nothing_twice(self, form, answers):
        shown = codes(form, answers)
        assert shown == [each.code for each in form.questions if each.code in set(shown)]
        assert len(shown) == len(set(shown))

    @settings(deadline=None)
    @given(forms(), answers_to_anything)
    def test_hidden_answers_do_not_matter(self, form, answers):
        """Stable: taking away what is not asked changes nothing that is."""
        shown = codes(form, answers)
        assert codes(form, {code: answer for code, answer in answers.items() if code in shown}) == shown

    @settings(deadline=None)
    @given(forms(), answers_to_anything, st.dictionaries(st.text(max_size=5), SCALARS))
    def test_answers_to_questions_nobody_asked_do_not_matter(self, form, answers, strange):
        strange = {code: answer for code, answer in strange.items() if not code.startswith("q")}
        assert codes(form, {**answers, **strange}) == codes(form, answers)

    @settings(deadline=None)
    @given(forms(), answers_to_anything, st.integers(0, 6), SCALARS)
    def test_an_answer_changes_only_what_comes_after_it(self, form, answers, place, value):
        names = [each.code for each in form.questions]
        before = set(names[: place + 1])
        other: dict[str, Any] = {**answers, f"q{place}": value}
        assert before & set(codes(form, answers)) == before & set(codes(form, other))
