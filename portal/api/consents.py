"""同意: the person's consents with their signed receipts, taking one back, and what others ask the person to agree to."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.consenting import AskedValue, other_notice
from portal.api.keys import KEY, request_key
from portal.api.paging import PageQuery, page_of_list, page_of_rows, page_shape
from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import Shape, Text
from portal.api.view import ApiView
from portal.showing.consents import Line, consents_of, receipt_file, requests_to
from services.sharing.actions.give_consent import answer_consent_request
from services.sharing.actions.withdraw_consent import withdraw_consent
from services.sharing.models import Consent, ConsentRequest
from services.sharing.notices import consent_readings, notice_of
from services.sharing.readings import Reading


class ConsentShape(Shape):
    id = serializers.UUIDField(source="consent.pk")
    purpose = Text(source="consent.purpose.name")
    fields_read = serializers.ListField(
        child=serializers.CharField(), source="consent.fields", help_text="Codes of the fields it covers."
    )
    labels = Text(many=True)
    given_at = serializers.DateTimeField(source="consent.given_at")
    expires_at = serializers.DateTimeField(source="consent.expires_at")
    ended_at = serializers.DateTimeField(source="consent.ended_at", allow_null=True)
    used = serializers.BooleanField(help_text="A decision rests on it: the values stay with the decision.")


class Consents(ApiView):
    @extend_schema(
        operation_id="list_consents",
        tags=["data"],
        parameters=[PageQuery],
        responses={200: page_shape(ConsentShape), **problems(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        """One's own, the newest first."""
        lines = sorted(consents_of(self.actor), key=_place)
        return Response(page_of_list(request, lines, ConsentShape, _place))


class ConsentReceipt(ApiView):
    @extend_schema(
        operation_id="get_consent_receipt",
        tags=["data"],
        responses={200: OpenApiTypes.OBJECT, **problems(401, 403, 404)},
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Signed (Ed25519), to keep: of the yes, and of its end where it has ended."""
        return Response(receipt_file(get_object_or_404(Consent.objects.visible_to(self.actor), pk=pk)))


class ConsentWithdrawal(ApiView):
    @extend_schema(
        operation_id="withdraw_consent",
        tags=["data"],
        parameters=[KEY],
        request=None,
        responses={200: ConsentShape, **problems(400, 401, 403, 404, 409)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Takes it back, at once and for what is on its way too. What has decided nothing yet is deleted."""
        key = request_key(request)
        get_object_or_404(Consent.objects.visible_to(self.actor), pk=pk)
        withdraw_consent(consent_id=pk, actor=self.actor, at=now(), request_key=key)
        return Response(
            ConsentShape(next(each for each in consents_of(self.actor) if each.consent.pk == pk)).data
        )


def _of_household(asked: ConsentRequest) -> list[Reading]:
    household = asked.purpose.of_household()
    return [each for each in consent_readings(asked.purpose) if each.field.code in household]


class ConsentRequestShape(Shape):
    """Somebody of the household asks for one's yes: the register answers for both."""

    id = serializers.UUIDField()
    asked_by = serializers.CharField(source="asked_by.name")
    purpose = Text(source="purpose.name")
    basis = Text(source="purpose.basis")
    values = AskedValue(many=True, by=_of_household)
    notice = serializers.SerializerMethodField(help_text="Goes back with the answer: this is what was shown.")
    state = serializers.ChoiceField(ConsentRequest.State.choices)
    asked_at = serializers.DateTimeField()

    def get_notice(self, asked: ConsentRequest) -> str:
        return notice_of(asked.purpose)


class Answer(Shape):
    agrees = serializers.BooleanField()
    notice = serializers.CharField(max_length=64)


class ConsentRequests(ApiView):
    @extend_schema(
        operation_id="list_consent_requests",
        tags=["data"],
        parameters=[PageQuery],
        responses={200: page_shape(ConsentRequestShape), **problems(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        """What one is asked to agree to, found by one's own number; answered ones too."""
        rows = requests_to(self.person_id)
        return Response(page_of_rows(request, rows, ConsentRequestShape, "asked_at", "id"))


class ConsentAnswer(ApiView):
    @extend_schema(
        operation_id="answer_consent_request",
        tags=["data"],
        parameters=[KEY],
        request=Answer,
        responses={200: ConsentRequestShape, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Yes or no, once; a yes is taken back by its consent. No is no refusal of anything: a person looks at the papers."""
        key, found = request_key(request), requests_to(self.person_id).filter(pk=pk).first()
        if found is None:
            raise Http404(str(pk))
        given = read(Answer, request.data)
        if errors := other_notice(found.purpose, given):
            raise Problem("bad-input", errors=errors)
        answer_consent_request(
            consent_request_id=pk,
            agrees=given["agrees"],
            notice_sha256=notice_of(found.purpose),
            language=get_language() or "",
            actor=self.actor,
            at=now(),
            request_key=key,
        )
        return Response(ConsentRequestShape(requests_to(self.person_id).get(pk=pk)).data)


def _place(each: Line) -> list[Any]:
    return [-int(each.consent.given_at.timestamp() * 1_000_000), str(each.consent.pk)]
