"""数据异议: a person says that a value is wrong, or that a look at their data was not for them.

The department that answers for it has working days to look, and answers in words. A value it corrects is corrected in its
own register; here a new version of it arrives by a new request. Nothing of a source is ever edited here.
"""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.people.models import Person
from services.sealing.fields import SealedField
from services.sharing.models.directory import DataField


class Disputes(models.QuerySet["Dispute"]):
    def visible_to(self, actor: Actor) -> Self:
        """The person's own; a caseworker's those their department has to answer."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self.none()

    def open(self) -> Self:
        return self.filter(state=Dispute.State.OPEN)

    def about_values(self) -> Self:
        return self.filter(field__isnull=False)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


class Dispute(models.Model):
    """About a value (`field`), or about a look at data (`access`: the id of its row in the person's log).

    `source`: where the person saw it, as `application:<uuid>`. SETTLED has an `outcome` and an `answer` in words, by a
    data officer; WITHDRAWN has neither.
    """

    class State(models.TextChoices):
        OPEN = "OPEN"
        WITHDRAWN = "WITHDRAWN"
        SETTLED = "SETTLED"

    class Outcome(models.TextChoices):
        CORRECTED = "CORRECTED"  # at the source; or: the look should not have been, and will not be again
        RIGHT = "RIGHT"  # as it is

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="disputes")
    field = models.ForeignKey(DataField, models.PROTECT, null=True, blank=True, related_name="disputes")
    access = models.UUIDField(null=True, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="disputes")
    source = models.CharField(max_length=80)
    words = SealedField()
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = SealedField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)

    objects = Disputes.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(state="OPEN"), name="one_open_dispute_per_value"
            ),
            models.UniqueConstraint(
                fields=["person", "access"], condition=Q(state="OPEN"), name="one_open_dispute_per_access"
            ),
            models.CheckConstraint(
                condition=Q(field=None, access__isnull=False) | Q(field__isnull=False, access=None),
                name="a_dispute_is_about_a_value_or_an_access",
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", closed_at=None)
                | (Q(state__in=["WITHDRAWN", "SETTLED"]) & Q(closed_at__isnull=False)),
                name="a_closed_dispute_says_when",
            ),
            models.CheckConstraint(
                condition=(~Q(state="SETTLED") & Q(outcome="", answer=None, answered_by=""))
                | (
                    Q(state="SETTLED", answer__isnull=False, answered_by__startswith="STAFF:")
                    & Q(outcome__in=["CORRECTED", "RIGHT"])
                ),
                name="a_dispute_is_settled_by_a_person_in_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
