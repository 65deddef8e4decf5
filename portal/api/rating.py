"""好差评: saying how it went, once; and what became of a poor rating."""

from uuid import UUID

from django.http import Http404
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.keys import KEY, request_key
from portal.api.problems import problems
from portal.api.reading import read
from portal.api.shapes import DepartmentName, Shape
from portal.api.view import ApiView
from portal.showing.found import whole_or_404
from services.applications.models import Application
from services.ratings.actions.rate import LONGEST, rate
from services.ratings.models import Level
from services.ratings.queries import rating_of


class RatingGiven(Shape):
    level = serializers.ChoiceField(Level.choices, help_text="5 very satisfied … 1 very dissatisfied.")
    words = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)


class RectificationShape(Shape):
    """整改: the department looks into it. Whoever decided has no part in it."""

    department = DepartmentName()
    due_on = serializers.DateField()
    due_is_provisional = serializers.BooleanField(help_text="Holidays of that year are not published yet.")
    answer = serializers.CharField(allow_null=True)
    answered_by = serializers.CharField(source="answered_by.name", default=None, allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class RatingShape(Shape):
    level = serializers.ChoiceField(Level.choices)
    words = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()
    rectification = RectificationShape(
        by=lambda rating: getattr(rating, "rectification", None),
        allow_null=True,
        help_text="Of a poor rating.",
    )


class ApplicationRating(ApiView):
    @extend_schema(
        operation_id="get_rating", tags=["ratings"], responses={200: RatingShape, **problems(401, 403, 404)}
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Your rating, and the answer to a poor one. 404: not rated yet."""
        return _answer(whole_or_404(pk, self.actor))

    @extend_schema(
        operation_id="rate_application",
        tags=["ratings"],
        parameters=[KEY],
        request=RatingGiven,
        responses={200: RatingShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Once, after the department has decided. Who gave it stays confidential."""
        key = request_key(request)
        application = whole_or_404(pk, self.actor)
        given = read(RatingGiven, request.data)
        rate(application_id=pk, **given, actor=self.actor, at=now(), request_key=key)
        return _answer(application)


def _answer(application: Application) -> Response:
    found = rating_of(application)
    if found is None:
        raise Http404(str(application.pk))
    return Response(RatingShape(found).data)
