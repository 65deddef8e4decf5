"""What departments told about this person for this application, and whom we still wait for."""

import uuid

from django.db import models

from services.applications.models.application import Application
from services.departments.models import Department
from services.sealing.fields import SealedJSONField


class Evidence(models.Model):
    """One value of one field, as its source gave it. A newer one supersedes it; nothing is overwritten.

    `value` opens against a receipt alone (services/applications/opening.py). `as_of`: the moment the source vouches for;
    `arrived_late`: after the citizen had submitted.
    """

    class Source(models.TextChoices):
        UPLOAD = "UPLOAD"
        CERTIFICATE = "CERTIFICATE"
        SHARED_DATA = "SHARED_DATA"
        COMMITMENT = "COMMITMENT"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="evidence")
    field_code = models.CharField(max_length=80)
    department = models.ForeignKey(Department, models.PROTECT)
    source = models.CharField(max_length=12, choices=Source, default=Source.SHARED_DATA)
    value = SealedJSONField(receipted=True)
    as_of = models.DateTimeField()
    fetched_at = models.DateTimeField()
    request_id = models.UUIDField()
    arrived_late = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "field_code"],
                condition=models.Q(superseded_at=None),
                name="one_current_value_per_field",
            )
        ]


class AwaitedSource(models.Model):
    """A department that did not answer. `next_try_at` is stored, so a restart loses no turn."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="awaited")
    department = models.ForeignKey(Department, models.PROTECT)
    reason = models.CharField(max_length=60)
    since = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=1)
    next_try_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "department"],
                condition=models.Q(answered_at=None),
                name="one_wait_per_department",
            )
        ]
        indexes = [models.Index("next_try_at", condition=models.Q(answered_at=None), name="open_waits")]
