"""Would I get it? Facts a client gives, put to the rules of today. Nobody is looked up, and nothing is kept.

The same pure functions that decide an application (services/rules). YES is no promise: what counts are the facts the
departments give after the application. NO means that the rules would propose a refusal; only a person refuses, and
everybody may apply all the same.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.items import version_on_offer
from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import Shape, Text
from portal.api.view import PublicView
from services.eforms.judging import LONGEST_NAME
from services.eforms.messages import MESSAGES
from services.rules.decide import decide
from services.rules.explain import conditions
from services.rules.facts import BadFact
from services.rules.facts import read as read_fact
from services.rules.queries import compiled, in_force
from services.rules.schema import FactSchema, FactType
from services.rules.table import Outcome
from services.texts import in_language


class Answer(StrEnum):
    YES = "YES"
    NO = "NO"
    MAYBE = "MAYBE"


ANSWERS: Mapping[Outcome, Answer] = {
    Outcome.APPROVE: Answer.YES,
    Outcome.PROPOSE_REFUSAL: Answer.NO,
    Outcome.REVIEW: Answer.MAYBE,
}


class Facts(Shape):
    facts = serializers.DictField(
        help_text="Name -> value, as `facts` of the item lists them. What is left out or null is not known."
    )


class ConditionShape(Shape):
    fact = serializers.CharField()
    label = Text()  # type: ignore[assignment]
    requirement = Text()
    value = serializers.JSONField()
    value_label = Text(allow_null=True)
    met = serializers.BooleanField(allow_null=True, help_text="null: not known.")


class RuleName(Shape):
    code = serializers.CharField(source="rule_set.code")
    number = serializers.IntegerField()
    sha256 = serializers.CharField()


class Eligibility(Shape):
    answer = serializers.ChoiceField([(each, each) for each in Answer])
    code = serializers.CharField(
        help_text="The row of the rules that answered, or M00_FACT_… for a fact that is missing."
    )
    says = Text(allow_null=True, help_text="What that row says.")
    amount_fen = serializers.IntegerField()
    conditions = ConditionShape(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Facts that were not given.")
    rules = RuleName()


class ItemEligibility(PublicView):
    @extend_schema(
        operation_id="ask_eligibility",
        tags=["catalogue"],
        request=Facts,
        responses={200: Eligibility, **problems(400, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, code: str) -> Response:
        """YES, NO or MAYBE for these facts, by the rules in force today. Nothing is stored."""
        item = version_on_offer(code)
        given = {
            name: value for name, value in read(Facts, request.data)["facts"].items() if value is not None
        }
        version = in_force(item.rule_set, localdate())
        table, schema = compiled(version)
        if errors := _errors(schema, given):
            raise Problem("bad-input", errors=errors)
        conclusion = decide(table, given)
        answer = {
            "answer": ANSWERS[conclusion.outcome],
            "code": conclusion.code,
            "says": version.texts.get(conclusion.code),
            "amount_fen": conclusion.amount_fen,
            "conditions": conditions(table, schema, given),
            "missing": [fact.name for fact in table.columns if fact.name not in given],
            "rules": version,
        }
        return Response(Eligibility(answer).data)


def _errors(schema: FactSchema, given: Mapping[str, Any]) -> dict[str, str]:
    """A fact of the wrong type would silently mean "not known": whoever sent it is told."""
    found = {}
    for name, value in given.items():
        fact = schema.get(name)
        if fact is None:
            found[name] = _sentence("unknown", name[:LONGEST_NAME])
            continue
        try:
            read_fact(fact, value)
        except BadFact:
            found[name] = _wrong(fact)
    return found


def _wrong(fact: FactType) -> str:
    label = in_language(fact.label, get_language() or "zh")
    return _sentence("enum" if fact.kind == "enum" else "type", label)


def _sentence(reason: str, label: str) -> str:
    return in_language(MESSAGES[reason], get_language() or "zh").format(label=label)
