"""Questions as data: parsed from an item version, shown one way, judged one way, for pages and machines alike.

First the visible questions are computed from the answers (a hidden question has no answer), then each answer is judged by
its own JSON Schema, so that every fault names its question (judging.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.eforms.question import Answers, Question


@dataclass(frozen=True)
class Form:
    questions: tuple[Question, ...] = ()

    @classmethod
    def parse(cls, blocks: list[dict[str, Any]]) -> "Form":
        return cls(tuple(Question.parse(block) for block in blocks))

    @cached_property
    def by_code(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.questions}

    def visible(self, answers: Answers) -> tuple[Question, ...]:
        """In order; a question hangs on earlier visible ones only."""
        shown: dict[str, Question] = {}
        for question in self.questions:
            if question.only_if is None or question.only_if.holds(answers, shown):
                shown[question.code] = question
        return tuple(shown.values())

    def settled(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """The answers that registers give. What a register has in a form that will not do is asked all the same."""
        bound = [each for each in self.questions if each.source]
        read = {each.code: each.coerce(known.get(each.source)) for each in bound}
        return {
            each.code: read[each.code]
            for each in bound
            if read[each.code] is not None and each.validator.is_valid(read[each.code])
        }

    def asked(self, answers: Answers, known: Mapping[str, Any]) -> tuple[Question, ...]:
        """The visible questions that no register answers."""
        settled = self.settled(known)
        return tuple(each for each in self.visible({**answers, **settled}) if each.code not in settled)

    def pruned(self, answers: Answers, known: Mapping[str, Any]) -> dict[str, Any]:
        """Without what is not asked any more since another answer was changed: a page shows no place to take it out."""
        codes = {each.code for each in self.asked(answers, known)}
        return {code: answer for code, answer in answers.items() if code in codes}

    def complete(self, answers: Answers, known: Mapping[str, Any]) -> dict[str, Any]:
        """With what registers answer, as far as it is asked at all: what is kept with an application."""
        whole = {**answers, **self.settled(known)}
        visible = {question.code for question in self.visible(whole)}
        return {code: answer for code, answer in whole.items() if code in visible or code in answers}

    def coerce(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Each answer as its question reads it; what nobody asked stays, so that it is judged."""
        known = self.by_code
        read = {code: known[code].coerce(raw) if code in known else raw for code, raw in given.items()}
        return {code: answer for code, answer in read.items() if answer is not None}
