"""谁看过我的数据: the lines of the page, for a program; the proof of one; and “not for me”."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.timezone import now
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.paging import PageQuery, page_of_list, page_shape
from portal.api.problems import problems
from portal.api.shapes import Shape
from portal.api.view import ApiView
from portal.showing.access.words import Told, told
from services.ledger.proof_files import proof_file
from services.ledger.proofs import NotSealed
from services.sharing.access_log import Filter, line_of, page
from services.sharing.marks import entries_of

MOST = 2000


class ReadValue(Shape):
    field = serializers.CharField(help_text="Code of the value in the directory.")
    disclosure = serializers.CharField(help_text="PREDICATE, MASKED, VALUE or DOCUMENT.")
    outcome = serializers.SerializerMethodField(
        help_text="GIVEN, ABSENT or UNFIT; empty where nothing was given."
    )

    def get_outcome(self, read: dict[str, Any]) -> str:
        return str(read.get("outcome", ""))


class DataAccessShape(Shape):
    """One question, refusal or look. The words are those of the page, in the language asked for."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    kind = serializers.CharField(source="line.kind", help_text="ASKED, DENIED or LOOKED.")
    who = serializers.CharField(help_text="Who looked.")
    asked = serializers.CharField(allow_blank=True, help_text="Whose register was asked.")
    values = ReadValue(many=True, source="line.fields")
    what = serializers.ListField(child=serializers.CharField())
    matter = serializers.CharField(source="occasion.words")
    case_code = serializers.CharField(source="occasion.number", allow_blank=True)
    purpose = serializers.CharField(source="why", allow_blank=True)
    basis = serializers.CharField(allow_blank=True)
    given = serializers.BooleanField(source="line.given")
    result = serializers.CharField()
    proof = serializers.CharField(help_text="SEALED, WAITING, or NONE where it is older than proofs.")
    leaf = serializers.IntegerField(allow_null=True, help_text="Its place in the ledger, once sealed.")


class DataAccesses(ApiView):
    @extend_schema(
        operation_id="list_data_accesses",
        tags=["data"],
        parameters=[PageQuery],
        responses={200: page_shape(DataAccessShape), **problems(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        """Who looked at one's data, the newest first. Entries a law withholds are not among them."""
        lines = sorted(told(page(self.actor, Filter(), at=now(), size=MOST).lines), key=_place)
        return Response(page_of_list(request, lines, DataAccessShape, _place))


class DataAccessProof(ApiView):
    @extend_schema(
        operation_id="get_data_access_proof",
        tags=["data"],
        responses={200: OpenApiTypes.OBJECT, **problems(401, 403, 404)},
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """For the stand-alone program of /transparency/. Not there until the entry is sealed, about a second."""
        entry = entries_of([pk]).get(pk) if line_of(pk, self.actor, at=now()) else None
        try:
            content = proof_file(entry) if entry else None
        except NotSealed:
            content = None
        if content is None:
            raise Http404(str(pk))
        return Response(json.loads(content))


def _place(each: Told) -> list[Any]:
    return [-int(each.at.timestamp() * 1_000_000), str(each.id)]
