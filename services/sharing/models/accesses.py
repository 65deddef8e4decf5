"""调阅决定: whether somebody was let read, and why not. One row for each department a fetch is about, allowed or denied.

Written and committed before a question is sent, and again when what had been allowed is not handed over: a refused act
leaves its trace. Codes only. Rows are added, never changed.
"""

import uuid

from django.db import models
from django.db.models import Q

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.people.models import Person
from services.sharing.models.purposes import Purpose


class DataAccesses(models.QuerySet["DataAccess"]):
    def visible_to(self, actor: Actor) -> "DataAccesses":
        """A person what was decided about them; a caseworker what was decided about their department's registers."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self if actor.role == Role.SYSTEM else self.none()

    def denied(self) -> "DataAccesses":
        return self.exclude(decision=DataAccess.Decision.ALLOWED)


class DataAccess(models.Model):
    """`fields`: `[{field, disclosure, decision, reasons, versions}]`; `decision` is the gravest of them.

    `consumer`: for whom; `actor`: who, as in histories. `stage`: before asking, or at delivery.
    """

    class Decision(models.TextChoices):
        ALLOWED = "ALLOWED"
        AWAITING_CONSENT = "AWAITING_CONSENT"
        DENIED = "DENIED"

    class Stage(models.TextChoices):
        ASKING = "ASKING"
        DELIVERY = "DELIVERY"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="accesses")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accesses")
    department = models.ForeignKey(Department, models.PROTECT, related_name="accesses")
    consumer = models.SlugField()
    actor = models.CharField(max_length=60)
    source = models.CharField(max_length=80)
    stage = models.CharField(max_length=10, choices=Stage)
    decision = models.CharField(max_length=20, choices=Decision)
    fields = models.JSONField()
    at = models.DateTimeField()

    objects = DataAccesses.as_manager()

    class Meta:
        indexes = [
            models.Index("person", models.F("at").desc(), name="accesses_about_a_person"),
            models.Index(
                "department", models.F("at").desc(), condition=~Q(decision="ALLOWED"), name="denied_accesses"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["ALLOWED", "AWAITING_CONSENT", "DENIED"]),
                name="an_access_is_decided",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
