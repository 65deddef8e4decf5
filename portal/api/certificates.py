"""One's certificates, and their PDF.

As in the wallet: the worker has normally issued the certificate before anybody looks; whoever asks for the PDF first
issues it otherwise, by the same act.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.paging import PageQuery, page_of_rows, page_shape
from portal.api.problems import problems
from portal.api.shapes import DepartmentName, Shape, Text
from portal.api.view import ApiView
from portal.api.words import CERTIFICATES
from services.applications.handlers import certify
from services.applications.queries import of_person
from services.certificates.documents import check_address, pdf_of
from services.certificates.models import Certificate, State
from services.certificates.queries import for_source, visible_to

PDF = "application/pdf"


class CertificateShape(Shape):
    id = serializers.UUIDField()
    identifier = serializers.CharField(help_text="GB/T 36904.")
    name = Text(source="type.name")
    issuer = DepartmentName(source="type.issuer")
    state = serializers.SerializerMethodField()
    state_words = serializers.SerializerMethodField()
    issued_at = serializers.DateTimeField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True, help_text="The last day it holds.")
    reason = serializers.CharField(help_text="Why it was revoked.")
    application = serializers.SerializerMethodField()
    pdf = serializers.SerializerMethodField(help_text="Address of the PDF.")
    check = serializers.SerializerMethodField(help_text="What its QR code opens: anyone can check it there.")

    def get_state(self, certificate: Certificate) -> State:
        return certificate.state_at(now())

    def get_state_words(self, certificate: Certificate) -> str:
        return _(CERTIFICATES[certificate.state_at(now())])

    def get_application(self, certificate: Certificate) -> UUID:
        return UUID(certificate.source.partition(":")[2])

    def get_pdf(self, certificate: Certificate) -> str:
        return reverse("api:certificate_pdf", args=[self.get_application(certificate)])

    def get_check(self, certificate: Certificate) -> str:
        return check_address(certificate)


class Certificates(ApiView):
    @extend_schema(
        operation_id="list_certificates",
        tags=["certificates"],
        parameters=[PageQuery],
        responses={200: page_shape(CertificateShape), **problems(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        """One's own, revoked and expired ones too, the newest first."""
        rows = visible_to(self.actor)
        return Response(page_of_rows(request, rows, CertificateShape, "issued_at", "identifier"))


class CertificatePdf(ApiView):
    @extend_schema(
        operation_id="get_certificate_pdf",
        tags=["certificates"],
        responses={(200, PDF): OpenApiTypes.BINARY, **problems(401, 403, 404, 503)},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """The certificate of an approved application, signed. 503: it is still being made, ask again in a minute."""
        application = get_object_or_404(of_person(self.actor), pk=pk)
        certificate = for_source(application.source)
        certificate_id = certificate.pk if certificate else certify(application.pk)
        if certificate_id is None:
            raise Http404(str(pk))
        name = f"{application.item_version.item.code}-{application.case_code}.pdf"
        return HttpResponse(
            pdf_of(certificate_id),
            content_type=PDF,
            headers={
                "Content-Disposition": f'inline; filename="{name}"',
                "Cache-Control": "no-store, private",
            },
        )
