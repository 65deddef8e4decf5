"""Sending a draft. Most come back decided.

The same key with the same content answers with the application as it stands (`keys.py`).
"""

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
from services.applications.actions.submit import submit
from services.applications.errors import AlreadySubmitted
from services.applications.gathering import gather, is_stale
from services.applications.models import Application, State


class Submission(Shape):
    answers = serializers.DictField(
        help_text="Code of the question -> answer, by the `answer` schema of the question."
    )
    shown = serializers.DictField(
        child=serializers.CharField(max_length=64),
        help_text="Field -> digest, of every known value the person was shown, and of the variant where there is one.",
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
        application = whole_or_404(pk, actor)
        given = read(Submission, request.data)
        answers = application.form.coerce(given["answers"])
        if application.state == State.DRAFT and is_stale(application, at=at):
            self._ask_again(application)
        submit(application_id=pk, answers=answers, shown=given["shown"], actor=actor, at=at, request_key=key)
        return Response(ApplicationShape(whole_or_404(pk, actor)).data)

    def _ask_again(self, application: Application) -> None:
        try:
            gather(application.pk, actor=self.actor, at=now())
        except AlreadySubmitted:
            """A twin of this request was faster. `submit` knows by the key whether it was one."""
