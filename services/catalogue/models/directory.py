"""The directory: one line for everything people can look for, whether or not it can be applied for here.

A line that is offered stands for a version of an item and is written when that is published; a line that is listed was
taken from somebody else's directory, and all that is known of it is the line itself. Only a version has questions, rules
and a purpose, so nothing listed can be applied for: there is nothing an application could point to. Search and lists
read this one table.
"""

from datetime import date
from typing import Any, Self

from django.db import models

from services.catalogue.models.versions import ItemVersion
from services.departments.credit_codes import CreditCodeFault
from services.departments.models import Department


class DirectoryQuerySet(models.QuerySet["DirectoryEntry"]):
    def listed(self) -> Self:
        return self.filter(version=None)

    def on(self, day: date, region: str | None = None) -> Self:
        """What there is on that day in that place: lines that are listed, and those of the versions that hold."""
        held = ItemVersion.objects.in_force_in(region, day)
        return self.filter(models.Q(version=None) | models.Q(version__in=held.values("pk")))


class DirectoryEntry(models.Model):
    """`code` stands as it was written: the 31 characters of an item of ours, anything in other directories. `credit_code` and
    `credit_code_fault` say whose it is and what is wrong with that. `region_code` has six digits, or nine (GB/T 2260).
    """

    code = models.CharField(max_length=64)
    version = models.OneToOneField(ItemVersion, models.CASCADE, null=True, related_name="entry")
    source = models.CharField(max_length=60, blank=True)
    name = models.JSONField()
    main_item = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=4)
    kind_name = models.JSONField()
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    department_name = models.CharField(max_length=120, db_index=True)
    credit_code = models.CharField(max_length=64)
    credit_code_fault = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in CreditCodeFault]
    )
    region_code = models.CharField(max_length=9, db_index=True)
    level = models.PositiveSmallIntegerField(null=True)
    audience = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    life_events = models.JSONField(default=list)
    ways = models.JSONField(default=list)
    handling = models.CharField(max_length=10, blank=True)
    heat = models.PositiveIntegerField(default=0)

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(version=None), name="one_listed_line_per_code"
            )
        ]
        indexes = [models.Index(fields=["-heat", "id"], name="directory_by_heat")]

    def __str__(self) -> str:
        return self.code

    @property
    def offered(self) -> bool:
        """Whether one can apply here."""
        return self.version_id is not None

    @property
    def texts(self) -> list[Any]:
        """Everything it is called and said to be, `{zh, en}` each, name first: what a search reads."""
        if self.version is None:
            return [self.name, *([{"zh": self.main_item}] if self.main_item else [])]
        content = self.version.content
        said = [content[part] for part in ("name", "task", "summary", "short")]
        return [*said, *content.get("also_called", [])]
