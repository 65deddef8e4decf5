"""数据目录: which register keeps which value, and who answers for it.

One value has one source (一数一源): the code of a `DataField` is unique, and its resource belongs to one department.
"""

from datetime import datetime, timedelta

from django.db import models

from services.departments.models import Department


class DataResource(models.Model):
    """数据资源: a register one department keeps. `correction_days`: working days it has to answer a dispute."""

    code = models.SlugField(unique=True)
    name = models.JSONField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="resources")
    correction_days = models.PositiveSmallIntegerField(default=5)

    def __str__(self) -> str:
        return self.code


class DataField(models.Model):
    """A value of a resource, such as `population.birth_on`. `level` after GB/T 43697: L1 public to L4 sensitive."""

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

    def is_stale(self, as_of: datetime, at: datetime) -> bool:
        """Whether a value the source gave as of then is too old to decide on now."""
        return at - as_of > timedelta(days=self.max_age_days)
