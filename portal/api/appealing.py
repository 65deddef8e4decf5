"""Asking for another look at a refusal. How it goes stands in `appeal` of the application."""

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
from services.aftercare.actions.appeal import LONGEST, appeal


class Reasons(Shape):
    words = serializers.CharField(max_length=LONGEST, help_text="Why the refusal is wrong.")


class ApplicationAppeal(ApiView):
    @extend_schema(
        operation_id="appeal_refusal",
        tags=["applications"],
        parameters=[KEY],
        request=Reasons,
        responses={200: ApplicationShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Once for each refusal, within 60 days; another person than who refused it answers. `too-late`: the days are over;
        `moved-on`: it was not refused, or has been asked for. Reconsideration and the court (`remedies`) stay open."""
        actor, key = self.actor, request_key(request)
        whole_or_404(pk, actor)
        words = read(Reasons, request.data)["words"]
        appeal(application_id=pk, words=words, actor=actor, at=now(), request_key=key)
        return Response(ApplicationShape(whole_or_404(pk, actor)).data)
