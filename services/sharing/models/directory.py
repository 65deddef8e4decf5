"""数据目录: which register keeps which value, and who answers for it.

One value has one source (一数一源): the code of a `DataField` is unique, and one department is its authority: the one
that keeps the register, or the one found by arbitration. Who thinks otherwise files an `AuthorityClaim`.
"""

import uuid
from datetime import datetime, timedelta

from django.db import models

from services.departments.models import Department


class DataResource(models.Model):
    """数据资源: a register one department keeps.

    `correction_days`, `reply_days`: working days it has to answer a dispute, and a request for a grant; without its own
    limit for requests it has that of the catalogue (`SHARING_REPLY_DAYS`).
    """

    code = models.SlugField(unique=True)
    name = models.JSONField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="resources")
    correction_days = models.PositiveSmallIntegerField(default=5)
    reply_days = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class DataField(models.Model):
    """A value of a resource, such as `population.birth_on`. `level` after GB/T 43697: L1 public to L4 sensitive.

    `mask` names how it is hidden where it is shown (masks.py), `quality` what is looked at when it comes (quality.py),
    `retention_days` how long a copy may lie with whoever asked. `authority`: only where arbitration found another.
    """

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        DATE = "date"
        ENUM = "enum"
        LIST = "list"
        PREDICATE = "predicate"

    class Level(models.TextChoices):
        L1 = "L1"
        L2 = "L2"
        L3 = "L3"
        L4 = "L4"

    resource = models.ForeignKey(DataResource, models.PROTECT, related_name="fields")
    code = models.CharField(max_length=100, unique=True)
    label = models.JSONField()
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=2, choices=Level)
    max_age_days = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)  # code -> Text; enum, list and predicate only
    mask = models.CharField(max_length=20, blank=True)
    retention_days = models.PositiveSmallIntegerField(default=3650)
    quality = models.JSONField(default=list)
    authority = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="authoritative_for"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "number", "date", "enum", "list", "predicate"]),
                name="a_field_has_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=["L1", "L2", "L3", "L4"]), name="a_field_has_a_level"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def authoritative_department(self) -> Department:
        """Who is asked for it, and who corrects it."""
        return self.authority or self.resource.department

    def is_stale(self, as_of: datetime, at: datetime) -> bool:
        """Whether a value the source gave as of then is too old to decide on now."""
        return at - as_of > timedelta(days=self.max_age_days)


class AuthorityClaims(models.QuerySet["AuthorityClaim"]):
    def open(self) -> "AuthorityClaims":
        return self.filter(state=AuthorityClaim.State.OPEN)


class AuthorityClaim(models.Model):
    """A department says that it, and not the one named, is the source of a value. Settled by arbitration, once."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        UPHELD = "UPHELD"
        DISMISSED = "DISMISSED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    field = models.ForeignKey(DataField, models.PROTECT, related_name="claims")
    department = models.ForeignKey(Department, models.PROTECT, related_name="claims")
    basis = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=60, blank=True)
    finding = models.CharField(max_length=1000, blank=True)

    objects = AuthorityClaims.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["field", "department"],
                condition=models.Q(state="OPEN"),
                name="one_open_claim_per_department",
            ),
            models.CheckConstraint(condition=~models.Q(basis=""), name="a_claim_has_a_basis"),
            models.CheckConstraint(
                condition=models.Q(state="OPEN", settled_at=None)
                | (
                    models.Q(state__in=["UPHELD", "DISMISSED"], settled_at__isnull=False)
                    & ~models.Q(finding="")
                    & ~models.Q(settled_by=models.F("opened_by"))
                ),
                name="a_settled_claim_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
