"""回避: whose data a caseworker does not read, because it is their own or their kin's (公务员法, article 76)."""

import uuid

from django.db import models

from services.people.models import User
from services.sealing.fields import BlindIndexField, SealedField


class Recusal(models.Model):
    """Named by the caseworker. The number itself is looked up, never shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="recusals")
    id_no = SealedField()
    id_no_index = BlindIndexField(of="id_no")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "id_no_index"], name="somebody_is_named_once")]

    def __str__(self) -> str:
        return str(self.id)
