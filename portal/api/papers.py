"""文书: receipts, notices and decisions of an application, as a window would hand them over."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.problems import problems
from portal.api.shapes import DepartmentName, ItemName, Shape
from portal.api.view import ApiView
from portal.api.words import ways_to_contest
from portal.showing.found import whole_or_404
from portal.showing.papers import address_of, day_of, may_be_contested, papers_of, words_of


class PaperName(Shape):
    """`kind` leads to the paper itself."""

    kind = serializers.CharField()
    title = serializers.CharField()
    at = serializers.DateTimeField()


class PaperShape(PaperName):
    department = DepartmentName(source="application.competent_department")
    item = ItemName(source="application.item_version")
    applicant = serializers.CharField(source="application.person.name")
    case_code = serializers.CharField(source="application.case_code")
    due_on = serializers.DateField(
        allow_null=True, help_text="The day it names: of the result, or of your answer."
    )
    words = serializers.ListField(
        child=serializers.CharField(), help_text="What it says, paragraph by paragraph."
    )
    remedies = serializers.CharField(allow_null=True, help_text="Where one may turn against it.")
    address = serializers.CharField(help_text="The page to print it from.")


class OnePaper(ApiView):
    @extend_schema(
        operation_id="get_paper",
        tags=["applications"],
        responses={200: PaperShape, **problems(401, 403, 404)},
    )
    def get(self, request: Request, pk: UUID, kind: str) -> Response:
        """One of the `papers` of an application, in full."""
        application = whole_or_404(pk, self.actor)
        found = next((each for each in reversed(papers_of(application)) if each.kind == kind), None)
        if found is None:
            raise Http404(kind)
        paper = {
            **vars(found),
            "application": application,
            "due_on": day_of(application, found),
            "words": words_of(application, found),
            "remedies": ways_to_contest() if may_be_contested(found) else None,
            "address": address_of(pk, kind),
        }
        return Response(PaperShape(paper).data)
