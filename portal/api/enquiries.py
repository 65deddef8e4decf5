"""咨询: writing to a department, before any application or about one, and reading what it answers.

Writing about an application goes on in the conversation there is. An answer also makes a message, which names it.
"""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.keys import KEY, request_key
from portal.api.paging import PageQuery, page_of_rows, page_shape
from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import DepartmentName, Shape
from portal.api.view import ApiView
from portal.showing.found import whole_or_404
from services.catalogue.queries import offered
from services.departments.models import Department
from services.enquiries.actions.ask import ask, say
from services.enquiries.models import Enquiry, Line
from services.enquiries.queries import enquiries_of
from services.enquiries.writing import LONGEST
from services.notifications.actions.mark_read import mark_read
from services.notifications.handlers import source_of_answer

WRITING = problems(400, 401, 403, 404, 409, 413, 415, 422)


class Words(Shape):
    words = serializers.CharField(max_length=LONGEST)


class Question(Words):
    item = serializers.CharField(
        max_length=50,
        default="",
        allow_blank=True,
        help_text="Code of the item it is about; its department answers.",
    )
    department = serializers.CharField(
        max_length=50,
        default="",
        allow_blank=True,
        help_text="Code of the department, where it is about no item.",
    )


class LineShape(Shape):
    side = serializers.ChoiceField(Line.Side.choices)
    name = serializers.CharField(help_text="Of the caseworker; empty for yourself.")
    words = serializers.CharField()
    at = serializers.DateTimeField()


class EnquirySummary(Shape):
    id = serializers.UUIDField()
    department = DepartmentName()
    item = serializers.CharField(source="item_code", help_text="Code of the item, if it is about one.")
    application = serializers.SerializerMethodField()
    answered = serializers.SerializerMethodField()
    opened_at = serializers.DateTimeField()
    due_on = serializers.DateField(
        allow_null=True, help_text="The department answers by this day, while it has not."
    )

    def get_answered(self, enquiry: Enquiry) -> bool:
        return enquiry.state == Enquiry.State.ANSWERED

    def get_application(self, enquiry: Enquiry) -> UUID | None:
        return UUID(enquiry.source.partition(":")[2]) if enquiry.source else None


class EnquiryShape(EnquirySummary):
    lines = LineShape(many=True, by=lambda enquiry: enquiry.lines.all())


class Enquiries(ApiView):
    @extend_schema(
        operation_id="list_enquiries",
        tags=["enquiries"],
        parameters=[PageQuery],
        responses={200: page_shape(EnquirySummary), **problems(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        """One's own, the newest first."""
        return Response(page_of_rows(request, enquiries_of(self.actor), EnquirySummary, "opened_at", "id"))

    @extend_schema(
        operation_id="ask_department",
        tags=["enquiries"],
        parameters=[KEY],
        request=Question,
        responses={200: EnquiryShape, **problems(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """A question before any application. The answer comes within 5 working days."""
        key, given = request_key(request), read(Question, request.data)
        asked = ask(**_of_whom(given), words=given["words"], actor=self.actor, at=now(), request_key=key)
        return self.one(asked)

    def one(self, enquiry_id: UUID) -> Response:
        return Response(EnquiryShape(enquiries_of(self.actor).get(pk=enquiry_id)).data)


class OneEnquiry(ApiView):
    @extend_schema(
        operation_id="get_enquiry",
        tags=["enquiries"],
        responses={200: EnquiryShape, **problems(401, 403, 404)},
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """All that was written, the oldest first."""
        return Response(EnquiryShape(get_object_or_404(enquiries_of(self.actor), pk=pk)).data)


class EnquiryLines(Enquiries):
    http_method_names = ["post"]

    @extend_schema(
        operation_id="write_again",
        tags=["enquiries"],
        parameters=[KEY],
        request=Words,
        responses={200: EnquiryShape, **WRITING},
    )
    def post(self, request: Request, pk: UUID) -> Response:  # type: ignore[override]
        """Says more. A clock that runs already is not set back."""
        key = request_key(request)
        get_object_or_404(enquiries_of(self.actor), pk=pk)
        words = read(Words, request.data)["words"]
        return self.one(say(enquiry_id=pk, words=words, actor=self.actor, at=now(), request_key=key))


class EnquirySeen(ApiView):
    @extend_schema(
        operation_id="mark_enquiry_seen",
        tags=["enquiries"],
        request=None,
        responses={204: None, **problems(401, 403, 404)},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """The answers there are now have been seen: their messages count as read."""
        found = get_object_or_404(enquiries_of(self.actor), pk=pk)
        sources = [source_of_answer(line.pk) for line in found.lines.all()]
        mark_read(actor=self.actor, at=now(), sources=sources)
        return Response(status=204)


class ApplicationEnquiry(Enquiries):
    http_method_names = ["post"]

    @extend_schema(
        operation_id="ask_about_application",
        tags=["enquiries"],
        parameters=[KEY],
        request=Words,
        responses={200: EnquiryShape, **WRITING},
    )
    def post(self, request: Request, pk: UUID) -> Response:  # type: ignore[override]
        """Writes to the department that handles it."""
        key = request_key(request)
        application = whole_or_404(pk, self.actor)
        asked = ask(
            department_id=application.competent_department_id,
            item_code=application.item_version.item.code,
            source=application.source,
            words=read(Words, request.data)["words"],
            actor=self.actor,
            at=now(),
            request_key=key,
        )
        return self.one(asked)


def _of_whom(given: dict[str, Any]) -> dict[str, Any]:
    """Raises the problem of a question to nobody, or about what is not on offer."""
    if given["item"]:
        item = offered(given["item"], localdate())
        if item is None:
            raise Problem("bad-input", errors={"item": _("There is no such service.")})
        return {"department_id": item.item.department_id, "item_code": item.item.code}
    department = Department.objects.filter(code=given["department"]).first()
    if department is None:
        raise Problem("bad-input", errors={"department": _("Choose whom to ask.")})
    return {"department_id": department.pk, "item_code": ""}
