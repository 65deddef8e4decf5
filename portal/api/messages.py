"""The inbox: what the portal told, in the words of the pages. Reading a list marks nothing; saying so does."""

from uuid import UUID

from django.template.loader import render_to_string
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.paging import PageQuery, page_of_rows, page_shape
from portal.api.problems import problems
from portal.api.shapes import Shape, Text
from portal.api.view import ApiView
from services.notifications.actions.mark_read import mark_read
from services.notifications.models import Message


class MessageShape(Shape):
    id = serializers.UUIDField()
    about = Text(
        by=lambda message: message.context.get("item"), allow_null=True, help_text="Name of the item."
    )
    application = serializers.SerializerMethodField()
    enquiry = serializers.SerializerMethodField(help_text="The conversation it tells of.")
    kind = serializers.CharField(source="template")
    words = serializers.SerializerMethodField()
    sent_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    def get_application(self, message: Message) -> UUID | None:
        return _named(message, "application")

    def get_enquiry(self, message: Message) -> UUID | None:
        return _named(message, "enquiry")

    def get_words(self, message: Message) -> str:
        return render_to_string(f"messages/{message.template}.txt", message.context).strip()


def _named(message: Message, what: str) -> UUID | None:
    found = message.context.get(what)
    return UUID(found) if found else None


class Messages(ApiView):
    @extend_schema(
        operation_id="list_messages",
        tags=["messages"],
        parameters=[PageQuery],
        responses={200: page_shape(MessageShape), **problems(401, 403, 422)},
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        rows = Message.objects.filter(person_id=self.person_id)
        return Response(page_of_rows(request, rows, MessageShape, "sent_at", "id"))


class MessagesRead(ApiView):
    @extend_schema(
        operation_id="mark_messages_read",
        tags=["messages"],
        request=None,
        responses={204: None, **problems(401, 403)},
    )
    def post(self, request: Request) -> Response:
        """All messages there are now have been read."""
        mark_read(actor=self.actor, at=now())
        return Response(status=204)
