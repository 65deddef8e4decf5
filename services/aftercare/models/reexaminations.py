"""A decision looked at again: because its register has corrected a value it rests on, or because the citizen asks for it."""

import uuid

from django.db import models
from django.db.models import Q

from services.actions.actor import Actor
from services.aftercare.models.waiting import ForAPerson
from services.applications.models import Application
from services.departments.models import Department
from services.sealing.fields import SealedField, SealedJSONField
from services.sharing.models import Dispute


class Reexamination(ForAPerson):
    """One application whose evidence rests on the value of a `dispute`; or 复核, an appeal: without one, with the `words` of a
    citizen who was refused. `opened_at`: when it was found, or asked for.

    WAITING until the register has been asked again (`next_try_at`); then READ, where it was still under way and has been
    judged anew, or OPEN: it was decided, and a person looks at it by `due_on`. `changes`: `[{field, before, after}]`;
    `conclusion`: what the rules say now, as `outcome` and `code`. Nothing decided is ever undone by itself.
    """

    class State(models.TextChoices):
        WAITING = "WAITING"
        READ = "READ"
        OPEN = "OPEN"
        CONFIRMED = "CONFIRMED"
        REVERSED = "REVERSED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, related_name="reexaminations")
    words = SealedField(null=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="reexaminations")
    department = models.ForeignKey(Department, models.PROTECT, related_name="reexaminations")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    changes = SealedJSONField(null=True)
    conclusion = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "application"], name="one_reexamination_each"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(dispute=None), name="one_appeal_each"
            ),
            models.CheckConstraint(
                condition=Q(dispute=None, words__isnull=False) | Q(dispute__isnull=False, words=None),
                name="a_correction_or_the_citizen_asks",
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING", read_at=None, next_try_at__isnull=False)
                | (~Q(state="WAITING") & Q(read_at__isnull=False, next_try_at=None)),
                name="a_reexamination_waits_or_has_read",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "READ", "OPEN"], reason=None, closed_by="", closed_at=None)
                | Q(
                    state__in=["CONFIRMED", "REVERSED"],
                    reason__isnull=False,
                    closed_at__isnull=False,
                    closed_by__startswith="STAFF:",
                ),
                name="a_reexamination_is_answered_by_a_person_in_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "due_on"], condition=Q(state="OPEN"), name="open_reexaminations"
            ),
            models.Index(fields=["next_try_at"], condition=Q(state="WAITING"), name="to_be_read_again"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_appeal(self) -> bool:
        return self.dispute_id is None

    def is_of(self, actor: Actor) -> bool:
        """Whether they made the decision themselves: a colleague looks at it."""
        return self.application.decision.decider == actor.key
