"""What the rules concluded, and what was decided. Two rows, because rules only propose what a person must decide."""

import uuid

from django.db import models

from services.applications.models.application import Application
from services.rules.models import RuleVersion
from services.sealing.fields import SealedJSONField


class Assessment(models.Model):
    """规则结论: one run of one published version over frozen facts. `conditions` and `trace` explain it cell by cell."""

    class Outcome(models.TextChoices):
        APPROVE = "APPROVE"
        REVIEW = "REVIEW"
        PROPOSE_REFUSAL = "PROPOSE_REFUSAL"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="assessments")
    rule_version = models.ForeignKey(RuleVersion, models.PROTECT)
    outcome = models.CharField(max_length=20, choices=Outcome)
    code = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField(default=0)
    facts = SealedJSONField()
    conditions = SealedJSONField()
    trace = SealedJSONField()
    at = models.DateTimeField()


class Decision(models.Model):
    """One per application. `reason` is written by the person who decides; rules carry theirs in the assessment."""

    class Outcome(models.TextChoices):
        APPROVED = "APPROVED"
        REFUSED = "REFUSED"

    class DecidedBy(models.TextChoices):
        RULES = "RULES"
        PERSON = "PERSON"
        DEPARTMENT_SYSTEM = "DEPARTMENT_SYSTEM"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    decided_by = models.CharField(max_length=20, choices=DecidedBy)
    decider = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField(default=0)
    reason = SealedJSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="REFUSED", decided_by="RULES"), name="rules_never_refuse"
            )
        ]
