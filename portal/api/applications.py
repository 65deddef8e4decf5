"""One's applications: where each stands, in the words of the pages, why, and what comes next.

A closed application stands as it ended. What a citizen can do with one is beside this file: `submitting.py`,
`correcting.py`, `leaving.py`, `appealing.py`, `rating.py`, `enquiries.py`.
"""

from uuid import UUID

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.appeals import AppealShape, appeal, renewed_as
from portal.api.corrections import CorrectionShape, correction
from portal.api.drafts import Silent, silent
from portal.api.guidance import VariantName, variant
from portal.api.paging import PageQuery, page_of_rows, page_shape
from portal.api.papers import PaperName
from portal.api.problems import problems
from portal.api.shapes import DepartmentName, ItemName, Register, Shape, Text
from portal.api.view import ApiView
from portal.api.words import approved_text, remedies, state_words
from portal.showing.found import whole_or_404
from portal.showing.papers import papers_of
from portal.showing.reasons import reasons
from portal.showing.timeline import timeline
from portal.showing.way_out import way_out
from services.applications.models import Application, Decision, State
from services.applications.queries import of_person
from services.certificates.queries import for_source


class ApplicationSummary(Shape):
    id = serializers.UUIDField()
    item = ItemName(source="item_version")
    variant = VariantName(
        by=variant, allow_null=True, help_text="Which variant of the item, where it has several."
    )
    state = serializers.ChoiceField(State.choices, source="standing")
    state_words = serializers.SerializerMethodField(help_text="As the citizen reads it.")
    closed = serializers.SerializerMethodField(help_text="Nothing more happens to it.")
    case_code = serializers.CharField(
        allow_null=True, help_text="43 characters of GB/T 39554.1, from submission on."
    )
    begun_at = serializers.DateTimeField(source="started_at")
    submitted_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(
        allow_null=True, help_text="Last day of the promised result, while one is promised."
    )
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_state_words(self, application: Application) -> str:
        return state_words(application)

    def get_closed(self, application: Application) -> bool:
        return application.state == State.CLOSED


class DecisionShape(Shape):
    outcome = serializers.ChoiceField(Decision.Outcome.choices)
    decided_by = serializers.ChoiceField(Decision.DecidedBy.choices)
    amount_fen = serializers.IntegerField()
    reason = serializers.CharField(allow_null=True, help_text="Written by the person who decided.")
    at = serializers.DateTimeField()


class ConditionFound(Shape):
    """One condition of the rules, what was found, and where."""

    requirement = Text()
    value = serializers.JSONField()
    value_label = Text(allow_null=True)
    unit = Text(allow_null=True)
    met = serializers.BooleanField(allow_null=True, help_text="null: not clear.")
    field = serializers.CharField(source="field.code", allow_null=True)
    register = Register(source="field.resource", allow_null=True)
    as_of = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField(help_text="It arrived after the application was sent.")


class StepShape(Shape):
    title = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(["done", "now", "todo"])


class CertificateName(Shape):
    id = serializers.UUIDField()
    identifier = serializers.CharField()
    name = Text(source="type.name")


class ApplicationShape(ApplicationSummary):
    department = DepartmentName(source="competent_department")
    due_is_provisional = serializers.BooleanField(help_text="Holidays of that year are not published yet.")
    decision = DecisionShape(allow_null=True)
    approved_text = Text(by=approved_text, allow_null=True, help_text="What was approved, in a sentence.")
    remedies = serializers.SerializerMethodField(help_text="Of a refusal: where one may turn.")
    appeal = AppealShape(
        by=appeal, allow_null=True, help_text="Of a refusal: that it is looked at again because you asked."
    )
    renewed_as = serializers.SerializerMethodField(
        help_text="The application that carries it on, once the refusal was found not to stand."
    )
    renews = serializers.UUIDField(
        source="renews_id", allow_null=True, help_text="The refused application this one carries on."
    )
    conditions = ConditionFound(many=True, by=reasons)
    timeline = StepShape(many=True, by=timeline)
    silent = Silent(many=True, by=silent, help_text="Departments it waits for.")
    holder = serializers.SerializerMethodField(help_text="Name of the caseworker who has it in hand.")
    correction = CorrectionShape(
        by=correction, allow_null=True, help_text="What you are asked to put right, while it is asked."
    )
    way_out = serializers.SerializerMethodField(
        help_text="withdraw or rescind, where you may still turn back."
    )
    papers = PaperName(many=True, by=papers_of)
    ending_words = serializers.CharField(
        allow_null=True, help_text="Why it was not taken on, and who is competent."
    )
    certificate = CertificateName(by=lambda application: for_source(application.source), allow_null=True)

    def get_remedies(self, application: Application) -> str | None:
        return remedies(application)

    def get_renewed_as(self, application: Application) -> UUID | None:
        return renewed_as(application)

    def get_holder(self, application: Application) -> str | None:
        return application.holder.name if application.holder else None

    def get_way_out(self, application: Application) -> str | None:
        return way_out(application, at=now()) or None


class Applications(ApiView):
    @extend_schema(
        operation_id="list_applications",
        tags=["applications"],
        parameters=[PageQuery],
        responses={200: page_shape(ApplicationSummary), **problems(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        """One's own, drafts too, the newest first."""
        return Response(page_of_rows(request, of_person(self.actor), ApplicationSummary, "started_at", "id"))


class OneApplication(ApiView):
    @extend_schema(
        operation_id="get_application",
        tags=["applications"],
        responses={200: ApplicationShape, **problems(401, 403, 404)},
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Where it stands, who decides by when, what the rules looked at, and what happened so far."""
        return Response(ApplicationShape(whole_or_404(pk, self.actor)).data)
