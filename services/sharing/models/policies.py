"""共享类型 and 负面清单: what a department lets others read of a register, and what nobody may read.

A policy is written by one person and approved by two others, and is frozen from then on: another opinion is another
version. Nothing may be closed without a basis in law (政务数据共享条例, State Council Decree 809): the database refuses a
forbidden policy and a line of the negative list that name none. The negative list wins over every policy and grant.
"""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from services.departments.models import Department
from services.prepared import Given
from services.sharing.models.directory import DataField, DataResource

PACKAGE = (
    "PACKAGE"  # the author of what comes with the published directory, which names its two approvers itself
)


class FrozenPolicy(Exception):
    """Approved. Write another version."""


class Policies(models.QuerySet["SharingPolicy"]):
    def approved(self) -> Self:
        return self.filter(state=SharingPolicy.State.APPROVED)

    def on(self, day: date | Given) -> Self:
        """Approved, and valid on that day."""
        return self.approved().filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def update(self, **changes: Any) -> int:
        self._refuse_frozen()
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()

    def _refuse_frozen(self) -> None:
        if self.approved().exists():
            raise FrozenPolicy


class SharingPolicy(models.Model):
    """For a whole register, or for one field where `field` is set: the narrower one counts.

    `consumers`: codes of departments that may ask, empty for all. `purposes`: codes of those a CONDITIONAL policy admits.
    `conditions`: what else whoever reads has to keep, in words. `article`: the law and its article. `review_on`: the day
    on which somebody looks again whether it is still right.
    """

    class Kind(models.TextChoices):
        UNCONDITIONAL = "UNCONDITIONAL"
        CONDITIONAL = "CONDITIONAL"
        FORBIDDEN = "FORBIDDEN"

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        APPROVED = "APPROVED"

    resource = models.ForeignKey(DataResource, models.PROTECT, related_name="policies")
    field = models.ForeignKey(DataField, models.PROTECT, null=True, blank=True, related_name="policies")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    article = models.CharField(max_length=300, blank=True)
    consumers = models.JSONField(default=list, blank=True)
    purposes = models.JSONField(default=list, blank=True)
    conditions = models.JSONField(default=dict, blank=True)
    reply_days = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    author = models.CharField(max_length=60)
    first_approver = models.CharField(max_length=60, blank=True)
    second_approver = models.CharField(max_length=60, blank=True)

    objects = Policies.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "version"],
                condition=Q(field=None),
                name="one_policy_a_resource_and_version",
            ),
            models.UniqueConstraint(
                fields=["field", "version"],
                condition=Q(field__isnull=False),
                name="one_policy_a_field_and_version",
            ),
            models.CheckConstraint(
                condition=~Q(kind="FORBIDDEN") | ~Q(article=""), name="what_is_forbidden_has_a_basis"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_policy_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT")
                | (
                    ~Q(first_approver="")
                    & ~Q(second_approver="")
                    & ~Q(first_approver=F("second_approver"))
                    & ~Q(first_approver=F("author"))
                    & ~Q(second_approver=F("author"))
                ),
                name="a_policy_takes_two_more_people",
            ),
        ]

    def __str__(self) -> str:
        """As it is named in verdicts and in the ledger."""
        about = self.field.code if self.field else self.resource.code
        return f"{about}@{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        type(self).objects.filter(pk=self.pk)._refuse_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        type(self).objects.filter(pk=self.pk)._refuse_frozen()
        return super().delete(*args, **kwargs)


class NegativeList(models.QuerySet["NegativeListEntry"]):
    def on(self, day: date | Given) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), entered_on__lte=day)


class NegativeListEntry(models.Model):
    """负面清单: read by nobody. A whole register, or one field of it. Looked at again on `review_on`; ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resource = models.ForeignKey(DataResource, models.PROTECT, related_name="negative_entries")
    field = models.ForeignKey(
        DataField, models.PROTECT, null=True, blank=True, related_name="negative_entries"
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="negative_entries")
    article = models.CharField(max_length=300)
    reason = models.JSONField()
    entered_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = NegativeList.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(article=""), name="the_negative_list_names_its_basis"),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("entered_on")), name="the_negative_list_is_looked_at_again"
            ),
            models.UniqueConstraint(
                fields=["field"],
                condition=Q(ended_on=None, field__isnull=False),
                name="a_field_is_on_the_negative_list_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
