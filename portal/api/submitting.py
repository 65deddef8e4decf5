"""Sending a draft. Most come back decided.

The Idempotency-Key is the request key of the action: the same key with the same content is one act, however often it
arrives, and answers with the application as it stands; with other content it is refused. So a client that got no
answer simply asks again.
"""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.applications import ApplicationShape
from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import Shape
from portal.api.view import ApiView
from services.applications.actions.submit import submit
from services.applications.errors import AlreadySubmitted
from services.applications.gathering import gather, is_stale
from services.applications.models import Application, State
from services.applications.queries import whole

KEY_HEADER = "Idempotency-Key"
KEY = OpenApiParameter(
    KEY_HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="Made by the client, new for each act.",
)


class Submission(Shape):
    answers = serializers.DictField(
        help_text="Code of the question -> answer, by the `answer` schema of the question."
    )
    shown = serializers.DictField(
        child=serializers.CharField(max_length=64),
        help_text="Field -> digest, of every known value the person was shown.",
    )


class ApplicationSubmission(ApiView):
    @extend_schema(
        operation_id="submit_application",
        tags=["applying"],
        parameters=[KEY],
        request=Submission,
        responses={200: ApplicationShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Sends it. Nothing was sent where answers will not do (`bad-answers`) or values changed (`changed`)."""
        at, actor, key = now(), self.actor, request_key(request)
        application = get_object_or_404(whole(actor), pk=pk)
        given = read(Submission, request.data)
        answers = application.item_version.form.coerce(given["answers"])
        if application.state == State.DRAFT and is_stale(application, at=at):
            self._ask_again(application)
        submit(application_id=pk, answers=answers, shown=given["shown"], actor=actor, at=at, request_key=key)
        return Response(ApplicationShape(whole(actor).get(pk=pk)).data)

    def _ask_again(self, application: Application) -> None:
        try:
            gather(application.pk, actor=self.actor, at=now())
        except AlreadySubmitted:
            """A twin of this request was faster. `submit` knows by the key whether it was one."""


def request_key(request: Request) -> UUID:
    """Raises the problem of a header that is missing or no UUID. Quotes, as the draft RFC has them, are fine."""
    try:
        return UUID(request.headers.get(KEY_HEADER, "").strip().strip('"'))
    except ValueError as error:
        raise Problem("malformed") from error
