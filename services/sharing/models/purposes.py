"""用途: what is read for one kind of act, and in which form.

A purpose is frozen, so what a person agreed to see used stays what is used. A new need is a new version.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

SUBJECT, HOUSEHOLD = "SUBJECT", "HOUSEHOLD"  # who has to agree where consent is the basis


class Frozen(Exception):
    """A purpose is not rewritten. Publish another version."""


class Disclosure(models.TextChoices):
    """How much of a value crosses, least first: the order of preference. PREDICATE: yes, no or unknown, found out at the
    source. DOCUMENT: the paper itself, which no register hands over yet."""

    PREDICATE = "PREDICATE", _("only yes or no")
    MASKED = "MASKED", _("only the last four digits")
    VALUE = "VALUE", _("the value")
    DOCUMENT = "DOCUMENT", _("the document")

    @property
    def rank(self) -> int:
        """The higher, the more crosses."""
        return list(Disclosure).index(self)


class Purpose(models.Model):
    """用途: what is read for one kind of act. A new need is a new version.

    `reads`: `[{field, disclosure, why}]`, with `consent: SUBJECT` or `HOUSEHOLD` where a value is read because the person,
    or everybody of the household, agrees; without it because the law says so, and the person is told.
    `consumer`: the code of the department that reads, or of the portal. `retired_at`: from then on nothing is read;
    `retired_by`, `retired_because`: who ended it, and why.
    """

    code = models.SlugField()
    version = models.PositiveIntegerField()
    consumer = models.SlugField(default="portal")
    name = models.JSONField()
    basis = models.JSONField()
    reads = models.JSONField()
    frozen = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=60, blank=True)
    retired_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_purpose_per_version")]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"

    def is_retired(self, at: datetime) -> bool:
        return self.retired_at is not None and self.retired_at <= at

    def by_consent(self) -> frozenset[str]:
        """Codes of the fields that are read because somebody agrees."""
        return frozenset(read["field"] for read in self.reads if read.get("consent"))

    def of_household(self) -> frozenset[str]:
        """Codes of those everybody of the household has to agree to."""
        return frozenset(read["field"] for read in self.reads if read.get("consent") == HOUSEHOLD)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_when_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_when_frozen(self) -> None:
        if self.pk and Purpose.objects.filter(pk=self.pk, frozen=True).exists():
            raise Frozen(str(self))
