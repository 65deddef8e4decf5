"""Checking a certificate, for everybody: by the code it bears, by number and the holder's last four, or by the file.

The tries are those of the public page: one budget per address for both, so that nobody walks through the numbers.
"""

from typing import Any, NoReturn

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import DepartmentName, Shape, Text
from portal.api.view import PublicView
from portal.api.words import VERDICTS, verdict_sentence
from portal.identity.tries import CHECKS
from services.certificates.verify import LARGEST_FILE, Verdict, VerdictState, by_code, by_file, by_number

STATES = [(each.value, each.value) for each in VerdictState]
ENVELOPE = 64 * 1024  # bytes of a form around its file


class TriesPerAddress(BaseThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        return not CHECKS.is_spent(request._request)


class Number(Shape):
    number = serializers.CharField(max_length=200, help_text="As printed under the certificate.")
    last_four = serializers.CharField(max_length=20, help_text="Of the holder's identity number.")


class File(Shape):
    file = serializers.FileField(help_text="The PDF, byte for byte. It is not kept.")


class Checked(Shape):
    """What is on record of it. The holder is shown in part only."""

    identifier = serializers.CharField(source="certificate.identifier")
    name = Text(source="certificate.type.name")
    issuer = DepartmentName(source="certificate.type.issuer")
    holder_name = serializers.CharField(source="masked_name")
    holder_id_ends = serializers.CharField(source="last_four")
    issued_on = serializers.DateField(source="certificate.issued_on")
    valid_from = serializers.DateField(source="certificate.valid_from")
    valid_to = serializers.DateField(source="certificate.valid_to", allow_null=True)
    revoked_at = serializers.DateTimeField(source="certificate.revoked_at", allow_null=True)
    reason = serializers.CharField(source="certificate.reason", help_text="Why it was revoked.")


class CheckedPaper(Shape):
    """A receipt, notice or decision of ours. The person it went to is shown in part only."""

    holder_name = serializers.CharField(source="masked_name")
    holder_id_ends = serializers.CharField(source="last_four")
    made_at = serializers.DateTimeField(source="paper.made_at")


class VerdictShape(Shape):
    state = serializers.ChoiceField(STATES)
    title = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField()
    checked_at = serializers.DateTimeField()
    certificate = Checked(
        by=lambda verdict: verdict if verdict.certificate else None,
        allow_null=True,
        help_text="null where nothing was found, or the file is not genuine or a paper.",
    )
    paper = CheckedPaper(
        by=lambda verdict: verdict if verdict.paper else None,
        allow_null=True,
        help_text="Where the file is a genuine receipt, notice or decision.",
    )

    def get_title(self, verdict: Verdict) -> str:
        return _(VERDICTS[verdict.state])

    def get_sentence(self, verdict: Verdict) -> str:
        return verdict_sentence(verdict)


class Verification(PublicView):
    throttle_classes = (TriesPerAddress,)

    def throttled(self, request: Request, wait: float | None) -> NoReturn:
        words = _("Too many checks from your address. Please try again in ten minutes.")
        raise Problem("too-many", words, headers={"Retry-After": str(CHECKS.seconds)})


class ByCode(Verification):
    @extend_schema(
        operation_id="verify_by_code",
        tags=["verification"],
        responses={200: VerdictShape, **problems(429)},
    )
    def get(self, request: Request, identifier: str, check_code: str) -> Response:
        """By the two parts of the address in its QR code."""
        return Response(VerdictShape(by_code(identifier, check_code, at=now())).data)


class ByNumber(Verification):
    @extend_schema(
        operation_id="verify_by_number",
        tags=["verification"],
        request=Number,
        responses={200: VerdictShape, **problems(400, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        """By its number and the last four of the holder. An unknown number and wrong last four look alike."""
        given = read(Number, request.data)
        return Response(VerdictShape(by_number(given["number"], given["last_four"], at=now())).data)


class ByFile(Verification):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="verify_by_file",
        tags=["verification"],
        request={"multipart/form-data": File},
        responses={200: VerdictShape, **problems(400, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        """By the PDF itself: genuine only where it is the file we made, byte for byte."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FILE + ENVELOPE:
            raise Problem("too-large")
        file = read(File, request.data)["file"]
        return Response(VerdictShape(by_file(file.read(LARGEST_FILE + 1), at=now())).data)
