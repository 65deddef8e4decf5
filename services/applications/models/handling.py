"""People at work on an application: who holds it, and what the citizen was asked to mend."""

import uuid

from django.db import models

from services.applications.models.application import Application
from services.departments.models import StaffMember
from services.sealing.fields import SealedField, SealedJSONField


class Assignment(models.Model):
    """Somebody took it on, took it over or gave it back (`staff` null). The last row says who holds it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="assignments")
    by = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Correction(models.Model):
    """补正: what the citizen was asked to mend, all of it at once (Administrative Licensing Law art. 32(4)).

    `points`: `[{"code": question or field, "kind": "QUESTION" | "FIELD", "words": what is wrong}]`; `replies`: code -> the
    citizen's words for fields, which only their department can change. `back_to` is the state it returns to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections")
    asked_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    points = SealedJSONField()
    replies = SealedJSONField(null=True)
    back_to = models.CharField(max_length=20)
    days_left = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(answered_at=None), name="one_open_correction"
            )
        ]


class Note(models.Model):
    """What caseworkers write for each other. Never shown to the citizen, never a reason for a decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    author = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    words = SealedField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
