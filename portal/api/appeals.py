"""复核: a refused application is looked at again by another person, because its citizen asks and says why."""

from uuid import UUID

from rest_framework import serializers

from portal.api.shapes import Shape
from services.aftercare.models import Reexamination
from services.aftercare.queries import appeal_of
from services.applications.models import Application


class AppealShape(Shape):
    state = serializers.ChoiceField(
        ["WAITING", "OPEN", "CONFIRMED", "REVERSED"],
        help_text="WAITING: the departments are asked again. OPEN: a person looks at it. CONFIRMED: the refusal stands.",
    )
    words = serializers.CharField(help_text="What was said.")
    asked_at = serializers.DateTimeField(source="opened_at")
    due_on = serializers.DateField(help_text="It is answered by this day.")
    due_is_provisional = serializers.BooleanField(help_text="Holidays of that year are not published yet.")
    reason = serializers.CharField(allow_null=True, help_text="Written by the person who answered.")
    answered_at = serializers.DateTimeField(source="closed_at", allow_null=True)


def appeal(application: Application) -> Reexamination | None:
    return appeal_of(application)


def renewed_as(application: Application) -> UUID | None:
    fresh: Application | None = getattr(application, "renewed_as", None)
    return fresh.pk if fresh else None
