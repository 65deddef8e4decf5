"""Messages to citizens. For now the inbox; other channels hang on the same rows."""

import uuid

from django.db import models

from services.people.models import Person
from services.sealing.fields import SealedJSONField


class Message(models.Model):
    """`template` names the words (templates/messages/), `context` what they are filled with. `source` and `template`
    make it unique: the same fact tells itself once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    template = models.CharField(max_length=60)
    context = SealedJSONField()
    source = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["source", "template"], name="each_fact_told_once")]
