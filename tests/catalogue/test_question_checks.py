"""Questions of a package beyond the schema: each takes what its kind knows, can be answered, and stands where it can be asked.

What is said of defaults, options and conditions: test_checks.py.
"""

import pytest

from services.catalogue.package import Fault, Source
from services.catalogue.question_checks import check_questions
from tests.catalogue.packages import changed, line_of, places, shipped, source

HERE = "\npurpose:"
LABEL = "label: {zh: 再问, en: More}"
VALUE, PREDICATE = "insurance.employer", "insurance.kinds"


def asked(*fields: str) -> str:
    """One more question, on one line."""
    return f"  - {{code: more, {LABEL}, {', '.join(fields)}}}\n"


def checked(folder, question: str, *changes: tuple[str, str]) -> tuple[str, list[Fault]]:
    text = changed(shipped(), (HERE, f"\n{question}{HERE}"), *changes)
    found: Source = source(folder, text)
    return text, list(check_questions(found, found.values["questions"], ("questions",)))


def says(folder, *fields: str) -> list[tuple[str, str]]:
    text, found = checked(folder, asked(*fields))
    assert all(fault.line == line_of(text, "code: more") for fault in found)
    return [(fault.field.removeprefix("questions.1."), fault.says) for fault in found]


class TestWhatAKindTakes:
    @pytest.mark.parametrize(
        ("kind", "own"),
        [
            ("text", "longest: 20"),
            ("number", "least: 1"),
            ("money", "most: 100"),
            ("date", "earliest: 2026-01-01"),
            ("address", 'within: "9901"'),
            ("file", "at_most: 2"),
        ],
    )
    def test_its_own_limits_and_no_others(self, tmp_path, kind, own):
        assert says(tmp_path, f"kind: {kind}", own) == []
        assert says(tmp_path, "kind: yes_no", own) == [
            (own.partition(":")[0], "is not for a question of the kind yes_no")
        ]

    def test_options_are_for_choices(self, tmp_path):
        options = "options: [{code: A, label: {zh: 甲, en: A}}, {code: B, label: {zh: 乙, en: B}}]"
        assert says(tmp_path, "kind: several_of", options) == []
        assert says(tmp_path, "kind: phone", options) == [
            ("options", "is not for a question of the kind phone")
        ]

    def test_everything_that_is_too_much_is_told_at_once(self, tmp_path):
        found = says(tmp_path, "kind: phone", "longest: 20", "unit: {zh: 天, en: days}")
        assert sorted(field for field, _ in found) == ["longest", "unit"]


class TestLimits:
    @pytest.mark.parametrize(
        ("kind", "low", "high"),
        [
            ("text", "shortest: %d", "longest: %d"),
            ("number", "least: %d", "most: %d"),
            ("file", "at_least: %d", "at_most: %d"),
            ("date", "earliest: 2026-01-0%d", "latest: 2026-01-0%d"),
        ],
    )
    def test_the_upper_one_is_not_below_the_lower(self, tmp_path, kind, low, high):
        assert says(tmp_path, f"kind: {kind}", low % 3, high % 3) == []
        names = [limit.partition(":")[0] for limit in (low, high)]
        assert says(tmp_path, f"kind: {kind}", low % 3, high % 2) == [
            (names[1], f"is below {names[0]}, nobody could answer")
        ]

    def test_today_moves_and_is_compared_with_nothing(self, tmp_path):
        assert says(tmp_path, "kind: date", "earliest: today", "latest: 2026-01-01") == []
        assert says(tmp_path, "kind: date", "earliest: 2026-01-01", "latest: today") == []


class TestWhereItStands:
    @pytest.mark.parametrize("kind", ["file", "group"])
    def test_a_group_holds_no_files_and_no_groups(self, tmp_path, kind):
        inner = (
            ", questions: [{code: deep, kind: text, label: {zh: 深, en: Deep}}]" if kind == "group" else ""
        )
        question = asked("kind: group", f"questions: [{{code: inner, kind: {kind}, {LABEL}{inner}}}]")
        _, found = checked(tmp_path, question)
        assert [(fault.field, fault.says) for fault in found] == [
            ("questions.1.questions.0.kind", f"{kind} cannot be asked inside a group")
        ]

    def test_what_is_asked_twice_inside_a_group_is_found_there(self, tmp_path):
        inner = f"{{code: inner, kind: text, {LABEL}}}"
        _, found = checked(tmp_path, asked("kind: group", f"questions: [{inner}, {inner}]"))
        assert [fault.field for fault in found] == ["questions.1.questions.1.code"]

    def test_inside_and_outside_may_have_one_name(self, tmp_path):
        inner = f"questions: [{{code: used_for, kind: text, {LABEL}}}]"
        assert checked(tmp_path, asked("kind: group", inner))[1] == []


class TestARegisterThatAnswers:
    def test_one_that_is_read_may(self, tmp_path):
        assert says(tmp_path, "kind: text", f"source: {VALUE}") == []

    def test_one_that_nobody_reads_may_not(self, tmp_path):
        assert says(tmp_path, "kind: text", "source: population.sex") == [
            ("source", "population.sex is not read as a VALUE for the purpose")
        ]

    def test_nor_one_that_only_says_yes_or_no(self, tmp_path):
        read = f"- {{field: {PREDICATE}, disclosure: VALUE"
        question = asked("kind: text", f"source: {PREDICATE}")
        text, found = checked(tmp_path, question, (read, read.replace("VALUE", "PREDICATE")))
        assert places(found) == [(line_of(text, "code: more"), "questions.1.source")]

    def test_nor_any_inside_a_group(self, tmp_path):
        inner = f"questions: [{{code: inner, kind: text, source: {VALUE}, {LABEL}}}]"
        _, (fault,) = checked(tmp_path, asked("kind: group", inner))
        assert fault.field == "questions.1.questions.0.source"
        assert fault.says == "a register answers no question inside a group"


class TestSeveralConditions:
    LOAN, LOTTERY, GONE = (
        "{question: used_for, is: [LOAN]}",
        "{question: used_for, is: [LOTTERY]}",
        "{question: gone, is: [LOAN]}",
    )

    @pytest.mark.parametrize("match", ["all", "any"])
    def test_each_is_judged_at_its_own_place(self, tmp_path, match):
        def waits(*tests: str) -> list[tuple[str, str]]:
            return says(tmp_path, "kind: text", f"only_if: {{{match}: [{', '.join(tests)}]}}")

        assert waits(self.LOAN, self.LOAN) == []
        assert waits(self.LOAN, self.LOTTERY) == [
            (f"only_if.{match}.1.is.0", "'LOTTERY' is no answer to used_for")
        ]
        assert waits(self.GONE, self.LOAN) == [(f"only_if.{match}.0.question", "gone is not asked before it")]

    def test_of_several_that_may_be_chosen_one_is_named(self, tmp_path):
        options = "options: [{code: A, label: {zh: 甲, en: A}}, {code: B, label: {zh: 乙, en: B}}]"
        first = f"  - {{code: first, kind: several_of, {LABEL}, {options}}}\n"
        _, found = checked(tmp_path, first + asked("kind: text", "only_if: {question: first, is: [A]}"))
        assert found == []
        _, found = checked(tmp_path, first + asked("kind: text", "only_if: {question: first, is: [[A]]}"))
        assert [fault.field for fault in found] == ["questions.2.only_if.is.0"]
