"""The API about itself: the OpenAPI document, what each kind of problem means, and an answer for every other address.

docs/api/openapi.yaml is the same document, kept so that a change of the API is seen in review.
"""

from functools import cache

from django.http import Http404, HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.problem_kinds import KINDS
from portal.api.problems import problems
from portal.api.shapes import Shape, Text
from portal.api.view import PublicView


class KindShape(Shape):
    title = Text()
    status = serializers.IntegerField()
    meaning = Text()


class ProblemKind(PublicView):
    @extend_schema(
        operation_id="get_problem_kind", tags=["about"], responses={200: KindShape, **problems(404)}
    )
    def get(self, request: Request, kind: str) -> Response:
        """What a `type` of a problem means."""
        if kind not in KINDS:
            raise Http404(kind)
        return Response(KindShape(KINDS[kind]).data)


@cache
def document() -> bytes:
    """Once a process: it takes a moment and never changes."""
    with translation.override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return bytes(OpenApiYamlRenderer().render(schema, renderer_context={}))  # type: ignore[no-untyped-call]


class Document(PublicView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(document(), content_type="application/yaml")


class NoSuchAddress(PublicView):
    """Whatever is called: so that a mistyped address is a problem too, and no page."""

    @extend_schema(exclude=True)
    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404(request.path)
