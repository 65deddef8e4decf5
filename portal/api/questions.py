"""A question of an item as a client asks it: words, conditions, and the JSON Schema its answer is judged by.

What is no JSON Schema of its own: days that move (`earliest`, `latest` may be `today`), regions that must exist, and files
that must have been handed in before. Formats: cn-mobile, cn-id, cn-credit-code, cn-region, bank-card, partial-date.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from portal.api.shapes import Shape, Text
from services.eforms.kinds import KINDS
from services.eforms.question import Condition
from services.texts import Text as Words


class Option(Shape):
    code = serializers.CharField()
    label = Text()  # type: ignore[assignment]


class AnswerNeeded(Shape):
    question = serializers.CharField()
    is_one_of = serializers.ListField(
        help_text="The other question has one of these answers; of several chosen, one is enough."
    )


class OnlyIf(Shape):
    match = serializers.ChoiceField(["all", "any"])
    conditions = AnswerNeeded(many=True)


class InnerQuestion(Shape):
    code = serializers.CharField()
    kind = serializers.ChoiceField(list(KINDS), help_text="How a person is asked.")
    label = Text()  # type: ignore[assignment]
    hint = Text(allow_null=True)
    why = Text(allow_null=True)
    where_to_find = Text(allow_null=True, help_text="On which paper the answer stands, and where.")
    required = serializers.BooleanField()  # type: ignore[assignment]
    options = Option(many=True, by=lambda question: options_of(question.options))
    default = serializers.JSONField()
    only_if = OnlyIf(
        by=lambda question: _only_if(question.only_if),
        allow_null=True,
        help_text="When it is asked; always where this is null.",
    )
    unit = Text(allow_null=True)
    earliest = serializers.CharField(allow_null=True, help_text="A day, or `today`.")
    latest = serializers.CharField(allow_null=True, help_text="A day, or `today`.")
    answer = serializers.DictField(source="schema", help_text="JSON Schema 2020-12 of an answer.")


class QuestionShape(InnerQuestion):
    answered_by = serializers.CharField(
        source="source",
        help_text="The field whose register answers it, so that nobody is asked; empty where none does.",
    )
    entry = Text(allow_null=True, help_text="What one entry of a group is called.")
    questions = InnerQuestion(many=True, help_text="Of a group: asked once for each entry.")


def options_of(labels: Mapping[str, Words]) -> list[dict[str, Any]]:
    return [{"code": code, "label": label} for code, label in labels.items()]


def _only_if(condition: Condition | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    tests = [{"question": test.question, "is_one_of": list(test.answers)} for test in condition.tests]
    return {"match": condition.match, "conditions": tests}
