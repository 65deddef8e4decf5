"""What may be read of a person, for what, what was read, and what the person says is wrong.

One value has one source (一数一源): the code of a `DataField` is unique, and its resource belongs to one department. A
`Purpose` names the fields it reads and in which form; it is frozen, so what a person agreed to see used stays what is
used. A `DataRequest` is written for every question to a department, also for one that failed. Not here yet: policies,
negative list, grants and consent; the settling of a dispute by the department.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.people.models import Person
from services.sealing.fields import SealedField


class Frozen(Exception):
    """A purpose is not rewritten. Publish another version."""


class Disclosure(models.TextChoices):
    """How much of a value crosses, least first. PREDICATE: yes, no or unknown, found out at the source."""

    PREDICATE = "PREDICATE", _("only yes or no")
    MASKED = "MASKED", _("only the last four digits")
    VALUE = "VALUE", _("the value")


class Reason(models.TextChoices):
    """Why a department's answer could not be used."""

    NO_ADDRESS = "no_address", _("no connection to this department is set up")
    UNREACHABLE = "unreachable", _("the department cannot be reached")
    DEADLINE = "deadline", _("the department did not answer in time")
    ERROR = "error", _("the department reports a fault")
    DECLINED = "declined", _("the department declined to answer")
    REDIRECTED = "redirected", _("the department points to another address")
    TOO_LARGE = "too_large", _("the answer is too large")
    WRONG_TYPE = "wrong_type", _("the answer has the wrong form")
    MALFORMED = "malformed", _("the answer cannot be read")
    WRONG_REQUEST = "wrong_request", _("the answer belongs to another question")
    WRONG_SUBJECT = "wrong_subject", _("the answer is about somebody else")
    FROM_THE_FUTURE = "from_the_future", _("the answer bears a date that has not come yet")


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


class Purpose(models.Model):
    """用途: what is read for one kind of act. `reads`: `[{field, disclosure, why}]`. A new need is a new version."""

    code = models.SlugField()
    version = models.PositiveIntegerField()
    name = models.JSONField()
    basis = models.JSONField()
    reads = models.JSONField()
    frozen = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_purpose_per_version")]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_when_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_when_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_when_frozen(self) -> None:
        if self.pk and Purpose.objects.filter(pk=self.pk, frozen=True).exists():
            raise Frozen(str(self))


class DataRequests(models.QuerySet["DataRequest"]):
    def visible_to(self, actor: Actor) -> "DataRequests":
        """A citizen sees what was asked about them; a caseworker what was asked of their department."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self if actor.role == Role.SYSTEM else self.none()


class DataRequest(models.Model):
    """One question to one department. Codes only: what the answer said lies with whoever asked, sealed.

    `fields`: `[{field, disclosure, outcome}]` with outcome GIVEN, ABSENT or UNFIT (not of its kind, left out);
    `over_delivered`: codes that came unasked and were dropped. `source`: who asked, as `application:<id>`.
    """

    class State(models.TextChoices):
        ANSWERED = "ANSWERED"
        UNAVAILABLE = "UNAVAILABLE"  # no answer that can be read came in time
        REFUSED = "REFUSED"  # declined by the department, or an answer we did not let in

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="data_requests")
    department = models.ForeignKey(Department, models.PROTECT, related_name="data_requests")
    fields = models.JSONField()
    over_delivered = models.JSONField(default=list)
    source = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=State)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    objects = DataRequests.as_manager()

    class Meta:
        indexes = [models.Index("person", models.F("started_at").desc(), name="requests_about_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="ANSWERED", reason="")
                | (models.Q(state__in=["UNAVAILABLE", "REFUSED"]) & ~models.Q(reason="")),
                name="only_a_failed_request_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Disputes(models.QuerySet["Dispute"]):
    def visible_to(self, actor: Actor) -> "Disputes":
        """The person's own; a caseworker's those their department has to answer."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self.none()

    def open(self) -> "Disputes":
        return self.filter(state=Dispute.State.OPEN)


class Dispute(models.Model):
    """数据异议: a person says that a value is wrong. The source corrects it; the portal never edits a source's value."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        WITHDRAWN = "WITHDRAWN"
        SETTLED = "SETTLED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="disputes")
    field = models.ForeignKey(DataField, models.PROTECT, related_name="disputes")
    department = models.ForeignKey(Department, models.PROTECT, related_name="disputes")
    source = models.CharField(max_length=80)
    words = SealedField()
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()

    objects = Disputes.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"],
                condition=models.Q(state="OPEN"),
                name="one_open_dispute_per_value",
            ),
            models.CheckConstraint(
                condition=models.Q(state="OPEN", closed_at=None)
                | (models.Q(state__in=["WITHDRAWN", "SETTLED"]) & models.Q(closed_at__isnull=False)),
                name="a_closed_dispute_says_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
