"""Second looks at approvals by rules."""

import uuid

from django.db import models
from django.db.models import Q

from services.aftercare.models.waiting import ForAPerson
from services.applications.models import Application
from services.departments.models import Department


class SpotCheck(ForAPerson):
    """抽查: an approval by rules that a person looks at again, by `due_on`. `drawn_for`: RANDOM, or the codes of its risks."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        CONFIRMED = "CONFIRMED"
        REVERSED = "REVERSED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="spot_check")
    department = models.ForeignKey(Department, models.PROTECT, related_name="spot_checks")
    drawn_for = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", reason=None, closed_by="", closed_at=None)
                | (
                    Q(reason__isnull=False, closed_at__isnull=False, closed_by__startswith="STAFF:")
                    & ~Q(state="OPEN")
                ),
                name="a_spot_check_is_answered_by_a_person_in_words",
            )
        ]
        indexes = [
            models.Index(fields=["department", "due_on"], condition=Q(state="OPEN"), name="open_spot_checks")
        ]
