"""Rule sets and their versions. What a decision rested on stays as it was, for as long as anybody may ask.

A published version changes in one way only: it gets a last day. The model refuses everything else, and the
database refuses it once more (migration 0002: triggers, and an exclusion constraint where there are such).
Rebuilding the table on SQLite loses its triggers: a migration that alters it must run `guard()` of 0002
again, and a test looks.
"""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from services.prepared import Given
from services.rules.canonical import version_sha256
from services.rules.errors import FrozenVersion


class RuleSet(models.Model):
    """The rules for one kind of decision; `name` is a text in the languages of the pages."""

    code = models.SlugField(unique=True)
    name = models.JSONField()

    def __str__(self) -> str:
        return self.code


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def in_force(self, on: date | Given) -> "RuleVersionQuerySet":
        not_over = Q(effective_to=None) | Q(effective_to__gte=on)
        return self.exclude(state=RuleVersion.State.DRAFT).filter(not_over, effective_from__lte=on)

    def end(self, last_day: date) -> int:
        """The one change a published version allows. Counts the versions that were open until now."""
        still_open = self.filter(state=RuleVersion.State.PUBLISHED)
        return super(RuleVersionQuerySet, still_open).update(
            state=RuleVersion.State.RETIRED, effective_to=last_day
        )

    def update(self, **changes: Any) -> int:
        self._refuse_frozen()
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()

    def _refuse_frozen(self) -> None:
        if self.exclude(state=RuleVersion.State.DRAFT).exists():
            raise FrozenVersion


class RuleVersion(models.Model):
    """`effective_from` and `effective_to` are its first and its last day (Asia/Shanghai)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        PUBLISHED = "PUBLISHED"  # open: no last day yet
        RETIRED = "RETIRED"  # its last day is set; it still decides what was submitted until then

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    jdm = models.JSONField()
    facts = models.JSONField()
    texts = models.JSONField()
    sha256 = models.CharField(max_length=64, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(
                fields=["rule_set"], condition=Q(state="PUBLISHED"), name="one_open_rule_version"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "PUBLISHED"], effective_to=None)
                | Q(
                    state="RETIRED", effective_to__isnull=False, effective_to__gte=models.F("effective_from")
                ),
                name="a_retired_rule_version_has_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_set_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_frozen()
        self.sha256 = self.fingerprint()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete(*args, **kwargs)

    def fingerprint(self) -> str:
        return version_sha256(self.jdm, self.facts, self.texts)

    def _refuse_frozen(self) -> None:
        """Asks the row as it is stored, whatever this instance claims to be."""
        type(self).objects.filter(pk=self.pk)._refuse_frozen()
