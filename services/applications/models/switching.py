"""Whether rules may approve applications for an item at all: a switch with a history, in the hands of a supervisor."""

import uuid

from django.db import models

from services.catalogue.models import ServiceItem


class SwitchTurn(models.Model):
    """One turn of the switch; the last one of an item holds. None at all: rules approve."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="switch_turns")
    number = models.PositiveIntegerField()
    stopped = models.BooleanField()
    reason = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="turns_follow_each_other"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_turn_says_why"),
        ]
