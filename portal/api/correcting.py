"""Answering a correction: the marked places and nothing else, all of them at once."""

from uuid import UUID

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.applications import ApplicationShape
from portal.api.keys import KEY, request_key
from portal.api.problems import problems
from portal.api.reading import read
from portal.api.shapes import Shape
from portal.api.view import ApiView
from portal.showing.found import whole_or_404
from services.applications.actions.correct import LONGEST_REPLY, resubmit


class Answered(Shape):
    answers = serializers.DictField(
        default=dict, help_text="Code of a marked question -> answer, by the `answer` schema of the question."
    )
    replies = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_REPLY),
        default=dict,
        help_text="Code of a marked value -> what you say about it, in words.",
    )


class ApplicationCorrection(ApiView):
    @extend_schema(
        operation_id="answer_correction",
        tags=["applying"],
        parameters=[KEY],
        request=Answered,
        responses={200: ApplicationShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Sends it back to the caseworker. `bad-answers`: a place is missing or will not do; `not-asked-for`: one too many."""
        actor, key = self.actor, request_key(request)
        application = whole_or_404(pk, actor)
        given = read(Answered, request.data)
        resubmit(
            application_id=pk,
            answers=application.form.coerce(given["answers"]),
            replies=given["replies"],
            actor=actor,
            at=now(),
            request_key=key,
        )
        return Response(ApplicationShape(whole_or_404(pk, actor)).data)
