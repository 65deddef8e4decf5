"""数据异议: a person says that a value is wrong. Only the source corrects it. Not here yet: how it is settled."""

import uuid

from django.db import models

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.people.models import Person
from services.sealing.fields import SealedField
from services.sharing.models.directory import DataField


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
