"""How departments behave as sources: which of them is left alone for a moment, and what has been found against one."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.sharing.models.requests import DataRequest


class Breaker(models.Model):
    """A department that failed again and again is not asked until then. No row: it is asked. All workers read this one."""

    department = models.OneToOneField(Department, models.CASCADE, primary_key=True, related_name="breaker")
    open_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.department_id} until {self.open_until.isoformat()}"


class Finding(models.TextChoices):
    """What an answer did that no answer may do."""

    OVER_DELIVERED = "over_delivered", _("sent more than was asked for")
    BAD_SIGNATURE = "bad_signature", _("the answer is not signed by the department")
    WRONG_REQUEST = "wrong_request", _("the answer belongs to another question")
    WRONG_SUBJECT = "wrong_subject", _("the answer is about somebody else")
    FROM_THE_FUTURE = "from_the_future", _("the answer bears a date that has not come yet")
    AMBIGUOUS = "ambiguous", _("the register has more than one entry")
    REDIRECTED = "redirected", _("the department points to another address")
    UNFIT = "unfit", _("a value is not what its field promises")


class SourceFindings(models.QuerySet["SourceFinding"]):
    def visible_to(self, actor: Actor) -> Self:
        """A department reads what was found against it."""
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self if actor.role == Role.SYSTEM else self.none()

    def open(self) -> Self:
        return self.filter(settled_at=None)


class SourceFinding(models.Model):
    """A finding against a source, one of a kind for each request. `codes`: the fields it is about.

    `words`: what whoever settled it found to be the cause, in their own department; they name nobody.
    """

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="findings")
    department = models.ForeignKey(Department, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=Finding)
    codes = models.JSONField(default=list)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=300, blank=True)

    objects = SourceFindings.as_manager()

    class Meta:
        indexes = [
            models.Index("department", "found_at", condition=models.Q(settled_at=None), name="open_findings")
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="one_finding_of_a_kind_per_request"),
            models.CheckConstraint(
                condition=models.Q(settled_at=None, settled_by="", words="")
                | (models.Q(settled_at__isnull=False) & ~models.Q(settled_by="") & ~models.Q(words="")),
                name="a_settled_finding_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.kind}"
