import uuid

from django.db import models


class RequestKey(models.Model):
    """An act that has happened under a key the caller chose, so that the same act twice is one act.

    It holds the `outcome` of the act, or why it was `denied`. The row's own id is made by whoever tries to insert it: so
    of two denials at once the one that won is known without asking the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=100)
    key = models.UUIDField()
    input_hash = models.CharField(max_length=64)
    outcome = models.UUIDField(null=True)
    denied = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "action", "key"], name="one_act_per_request_key")
        ]
