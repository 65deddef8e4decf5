"""Rule sets and their versions. What a decision rested on stays as it was, for as long as anybody may ask.

Draft -> submitted -> published -> retired. A draft is changed, counted by `revision`; what is submitted is what is
approved, to the letter, and by somebody else. A published version changes in one way only: it gets a last day. The
model refuses everything else, and the database refuses it once more (migration 0003: triggers, and an exclusion
constraint where there are such). Rebuilding the table on SQLite loses its triggers: a migration that alters it must
run `guard()` of 0003 again, and a test looks.
"""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from services.departments.models import Department
from services.prepared import Given
from services.rules.canonical import version_sha256
from services.rules.errors import FrozenVersion

PACKAGE = "PACKAGE"  # the author of what a package brings; whoever loads it (SYSTEM) takes it over


class RuleSet(models.Model):
    """The rules for one kind of decision; `name` is a text in the languages of the pages. `department` answers for
    them: its policy officers write and approve them."""

    code = models.SlugField(unique=True)
    name = models.JSONField()
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="rule_sets")

    def __str__(self) -> str:
        return self.code


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def published(self) -> "RuleVersionQuerySet":
        """Whatever decides or has decided."""
        return self.exclude(state__in=RuleVersion.UNPUBLISHED)

    def in_force(self, on: date | Given) -> "RuleVersionQuerySet":
        not_over = Q(effective_to=None) | Q(effective_to__gte=on)
        return self.published().filter(not_over, effective_from__lte=on)

    def end(self, last_day: date) -> int:
        """The one change a published version allows. Counts the versions that were open until now."""
        still_open = self.filter(state=RuleVersion.State.PUBLISHED)
        return super(RuleVersionQuerySet, still_open).update(
            state=RuleVersion.State.RETIRED, effective_to=last_day
        )

    def advance(self, state: "RuleVersion.State", **changes: Any) -> int:
        """Draft to submitted and back, submitted to published; counts what was in the state before it."""
        before = {
            RuleVersion.State.SUBMITTED: RuleVersion.State.DRAFT,
            RuleVersion.State.DRAFT: RuleVersion.State.SUBMITTED,
            RuleVersion.State.PUBLISHED: RuleVersion.State.SUBMITTED,
        }[state]
        return super(RuleVersionQuerySet, self.filter(state=before)).update(state=state, **changes)

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
    """`effective_from` and `effective_to` are its first and its last day (Asia/Shanghai).

    `author` and `approver` are actors' keys. `gate` keeps what was found before publication: how the second engine
    agreed, what the replay over past applications changed, and who accepted that.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        SUBMITTED = "SUBMITTED"  # waits for the second person; nobody changes it meanwhile
        PUBLISHED = "PUBLISHED"  # open: no last day yet
        RETIRED = "RETIRED"  # its last day is set; it still decides what was submitted until then

    UNPUBLISHED = ("DRAFT", "SUBMITTED")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    jdm = models.JSONField()
    facts = models.JSONField()
    texts = models.JSONField()
    examples = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    author = models.CharField(max_length=60, default=PACKAGE)
    approver = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.CharField(max_length=60, blank=True)
    gate = models.JSONField(default=dict)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(
                fields=["rule_set"], condition=Q(state="PUBLISHED"), name="one_open_rule_version"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "SUBMITTED", "PUBLISHED"], effective_to=None)
                | Q(
                    state="RETIRED", effective_to__isnull=False, effective_to__gte=models.F("effective_from")
                ),
                name="a_retired_rule_version_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "SUBMITTED"], approver="")
                | (
                    Q(state__in=["PUBLISHED", "RETIRED"])
                    & ~Q(approver="")
                    & ~Q(approver=models.F("author"))
                    & ~Q(approver=models.F("edited_by"))
                ),
                name="rules_take_two_people",
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


class Shadow(models.Model):
    """试运行: a version that looks on, decided beside the one in force, without any effect. Started and stopped by policy
    officers, one row each time; a version that begins to decide, or is retired, is no shadow any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(RuleVersion, models.CASCADE, related_name="shadows")
    started_by = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    stopped_by = models.CharField(max_length=60, blank=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(stopped_at=None), name="one_open_shadow_per_version"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by="")
                | (Q(stopped_at__gte=models.F("started_at")) & ~Q(stopped_by="")),
                name="a_shadow_is_stopped_by_somebody",
            ),
        ]
