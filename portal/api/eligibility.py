"""Would I get it? Facts a client gives, put to the rules of today (portal/showing/eligibility.py). Nothing is kept."""

from django.utils.timezone import localdate
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.items import Chosen, version_on_offer
from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import Shape, Text
from portal.api.view import PublicView
from portal.showing.eligibility import Answer, BadFacts, eligibility
from services.applications.actions.start import number_of


class Facts(Chosen):
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
        given = read(Facts, request.data)
        number = number_of(item, given["variant"]) if given["variant"] else ""
        try:
            found = eligibility(item, given["facts"], localdate(), get_language() or "zh", number)
        except BadFacts as bad:
            raise Problem("bad-input", errors=dict(bad.errors)) from None
        return Response(Eligibility(found).data)
