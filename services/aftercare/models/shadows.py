"""What a version that looks on would have said of one application, beside what the rules in force said of it."""

import uuid

from django.db import models
from django.db.models import Q

from services.applications.models import Application, Assessment
from services.rules.models import RuleVersion


class ShadowRun(models.Model):
    """One at most per application and version, about the frozen facts of `assessment`. `sha256`: the content that looked on,
    for a draft goes on changing. `severity`: the worst for people first (services/applications/replay.py), before them
    what failed. `differs`: facts whose condition came out otherwise. No value of anybody stands here."""

    FAILED = "FAILED"  # no outcome: the version could not be used, `code` says why
    OUTCOMES = (*Assessment.Outcome.choices, (FAILED, "Failed"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="shadow_runs")
    version = models.ForeignKey(RuleVersion, models.CASCADE, related_name="shadow_runs")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="shadow_runs")
    sha256 = models.CharField(max_length=64)
    ruled = models.CharField(max_length=20, choices=Assessment.Outcome)
    ruled_code = models.CharField(max_length=60)
    ruled_fen = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    code = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField(default=0)
    differs = models.JSONField(default=list)
    severity = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="a_shadow_falls_once"),
            models.CheckConstraint(
                condition=Q(outcome="FAILED", severity=-1) | (~Q(outcome="FAILED") & Q(severity__gte=0)),
                name="what_failed_comes_first",
            ),
        ]
        indexes = [models.Index(fields=["version", "sha256", "severity", "-at"], name="shadows_in_order")]
