"""Papers handed in as files, to the question that asks for them."""

import uuid
from typing import Self

from django.db import models

from services.applications.models.application import Application
from services.sealing.fields import SealedField


class UploadQuerySet(models.QuerySet["Upload"]):
    def present(self) -> Self:
        """Those that answer the question now."""
        return self.filter(withdrawn_at=None)


class Upload(models.Model):
    """`stored`: the name of the file in the vault (services/files); `sha256` of what is kept, after cleaning.

    `withdrawn_at`: its owner took it away when evidence had named it already. It answers nothing any more, but whoever looks
    at the application later still sees what was looked at then, so it stays as long as the application does.
    """

    class Kind(models.TextChoices):
        PDF = "PDF"
        JPEG = "JPEG"
        PNG = "PNG"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="uploads")
    question = models.CharField(max_length=49)
    name = SealedField()
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["application", "question"], name="uploads_of_a_question")]
