"""咨询: a citizen and a department writing to each other, about an application or before there is any."""

import uuid
from typing import Self

from django.db import models

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.people.models import Person
from services.sealing.fields import SealedField


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, actor: Actor) -> Self:
        """A citizen's own; a caseworker's those written to their department."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person_id=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department_id=actor.department_id)
        return self if actor.role == Role.SYSTEM else self.none()


class Enquiry(models.Model):
    """`source` names what it is about, as `application:<uuid>`, or nothing; `item_code` the service, if any. `due_on`: the
    day by which the department answers, while it has not."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        ANSWERED = "ANSWERED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="enquiries")
    department = models.ForeignKey(Department, models.PROTECT, related_name="enquiries")
    item_code = models.SlugField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=~models.Q(source=""), name="one_enquiry_per_source"
            ),
            models.CheckConstraint(
                condition=models.Q(state="OPEN", due_on__isnull=False)
                | models.Q(state="ANSWERED", due_on=None),
                name="an_open_enquiry_has_a_clock",
            ),
        ]


class Line(models.Model):
    """One thing said. `name` is that of the caseworker, so that the citizen knows who wrote; citizens are just themselves."""

    class Side(models.TextChoices):
        CITIZEN = "CITIZEN"
        STAFF = "STAFF"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="lines")
    side = models.CharField(max_length=10, choices=Side)
    author = models.CharField(max_length=60)
    name = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField()
    words = SealedField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["enquiry", "position"], name="lines_in_order")]
