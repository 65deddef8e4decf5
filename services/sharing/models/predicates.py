"""可用不可见: the yes-or-no questions a register answers itself, so that the value behind them never crosses.

Registered questions only, with fixed thresholds: with a free one anybody could find the income by halving. One answer for
a person, a question and an application, until it is too old; whoever asks again is given the same one.
"""

import uuid

from django.db import models

from services.sealing.fields import SealedField
from services.sharing.models.directory import DataField


class Predicate(models.Model):
    """`code` as AGE_GE_60; `asks` is what the citizen reads; `inputs`: what the register looks at, which stays there.

    `thresholds`: fixed values by name. Another threshold is another version, and another threshold in one version is none.
    """

    field = models.ForeignKey(DataField, models.PROTECT, related_name="predicates")
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    asks = models.JSONField()
    inputs = models.JSONField()
    thresholds = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_predicate_per_version"),
            models.UniqueConstraint(fields=["field", "version"], name="one_predicate_per_field_and_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


class PredicateAnswer(models.Model):
    """What a register answered, kept for as long as it is young enough. `subject`: keyed digest of whom it is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    predicate = models.ForeignKey(Predicate, models.PROTECT, related_name="answers")
    subject = models.CharField(max_length=64)
    source = models.CharField(max_length=80)
    answer = SealedField()
    as_of = models.DateTimeField()
    fetched_at = models.DateTimeField()
    request_id = models.UUIDField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predicate", "subject", "source"], name="one_answer_per_predicate_and_application"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
