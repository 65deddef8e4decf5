"""A replay that an officer asked for: the worker decides everybody again, and the page shows how far it is."""

import uuid

from django.db import models

from services.rules.models import RuleVersion


class ReplayRun(models.Model):
    """`sha256`: the content that was replayed. `asked_at` is also its horizon: whoever came later is looked at on approval.

    `leased_until`: which worker has it, until when. `found` is the body of the replay with its list, the worst first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(RuleVersion, models.CASCADE, related_name="replays")
    sha256 = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index("asked_at", condition=models.Q(finished_at=None), name="open_replays")]
