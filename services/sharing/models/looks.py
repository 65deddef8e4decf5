"""Who looked: rows of a person's log that are no question to a department, and what ties any row to the ledger."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.ledger.models import Entry
from services.people.models import Person


class Looks(models.QuerySet["Look"]):
    def visible_to(self, actor: Actor) -> Self:
        """A person what was seen of them; a caseworker what was seen by their department."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self if actor.role == Role.SYSTEM else self.none()

    def told(self) -> Self:
        """The first of a day for each reader and occasion: what the person's log has."""
        return self.filter(told=True)

    def by_staff(self) -> Self:
        return self.filter(kind__in=[Look.Kind.DESK, Look.Kind.EXPORT])


class Look(models.Model):
    """Somebody saw values of a person on a page, or took them away in a file: a row every time, which the leak watch counts.

    The first of a day for each reader and occasion is `told`: it has an entry in the ledger, and the person reads of it.
    `source`: the occasion, as `application:<uuid>`; `fields`: codes; `department`: that of the reader, none for the person.
    `person`: None where nothing was found that the reader may see. `is_live`: whether there was anything left to do.
    """

    class Kind(models.TextChoices):
        DESK = "DESK"  # a caseworker opened the application
        EXPORT = "EXPORT"  # taken away in a file
        OWN = "OWN"  # the person themself
        AGENT = "AGENT"  # whoever acts for the person

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="looks")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="looks")
    actor = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=80)
    fields = models.JSONField()
    is_live = models.BooleanField(default=True)
    told = models.BooleanField(default=True)
    on = models.DateField()
    at = models.DateTimeField()

    objects = Looks.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "source", "kind", "on"], condition=Q(told=True), name="one_look_a_day"
            ),
            models.CheckConstraint(
                condition=Q(told=False) | Q(person__isnull=False), name="of_nothing_nobody_is_told"
            ),
            models.CheckConstraint(
                condition=Q(kind="OWN") | Q(kind="AGENT") | Q(department__isnull=False),
                name="staff_look_for_a_department",
            ),
        ]
        indexes = [
            models.Index("person", F("at").desc(), condition=Q(told=True), name="looks_at_a_person"),
            models.Index("at", name="looks_by_time"),
            models.Index("actor", "at", name="looks_of_an_actor"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LedgerMark(models.Model):
    """The ledger's entry that tells of a row of a person's log. `about`: the row's id."""

    about = models.UUIDField(primary_key=True, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.about)


class Withholding(models.Model):
    """Rows of one occasion a law keeps from the person until a day: their number, day and article are shown meanwhile.

    Asked for by one officer and approved by two others; without an end there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="withholdings")
    source = models.CharField(max_length=80)
    article = models.CharField(max_length=300)
    until_on = models.DateField()
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    first_approver = models.CharField(max_length=60, blank=True)
    second_approver = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(article=""), name="what_is_withheld_has_a_basis"),
            models.CheckConstraint(
                condition=Q(approved_at=None)
                | (
                    ~Q(first_approver="")
                    & ~Q(second_approver="")
                    & ~Q(first_approver=F("second_approver"))
                    & ~Q(first_approver=F("asked_by"))
                    & ~Q(second_approver=F("asked_by"))
                ),
                name="withholding_takes_two_more_people",
            ),
            models.UniqueConstraint(fields=["person", "source"], name="one_withholding_an_occasion"),
        ]

    def __str__(self) -> str:
        return str(self.id)
