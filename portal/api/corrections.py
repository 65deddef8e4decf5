"""What a caseworker asks to have put right, as part of an application. The answer goes to `correcting.py`."""

from rest_framework import serializers

from portal.api.questions import QuestionShape
from portal.api.shapes import Shape, Text
from portal.showing.correction import places_of
from services.applications.models import Application, Correction
from services.applications.queries import open_correction


class MarkedPlace(Shape):
    """A question to answer again, or a value that only its department can change, about which one writes."""

    code = serializers.CharField(
        help_text="Key of the answer: of `answers` for a question, of `replies` otherwise."
    )
    words = serializers.CharField(help_text="What is wrong, in the words of the caseworker.")
    question = QuestionShape(allow_null=True, help_text="null: it is a value of a register.")
    label = Text(source="known.field.label", default=None, allow_null=True, help_text="Of the value.")  # type: ignore[assignment]
    text = serializers.CharField(
        source="known.text", default=None, allow_null=True, help_text="The value as the pages show it."
    )
    given = serializers.JSONField(help_text="The answer as it stands.")


class CorrectionShape(Shape):
    asked_by = serializers.CharField(source="asked_by.name")
    asked_at = serializers.DateTimeField()
    due_on = serializers.DateField(
        help_text="Please answer by this day. The promised time stands still until then."
    )
    places = MarkedPlace(many=True, by=lambda asked: places_of(asked.application, asked))


def correction(application: Application) -> Correction | None:
    return open_correction(application)
