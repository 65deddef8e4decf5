"""What the leak watch found, and the people who do not exist. What it counts are looks (services/sharing/models/looks.py)."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from services.actions.actor import Actor, Role
from services.departments.models import StaffMember
from services.people.models import Person
from services.sealing.fields import SealedField


class Canary(models.Model):
    """A person who is in the registers and nowhere else: whoever reads about them was not asked to."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="canary")
    planted_at = models.DateTimeField()


class Detections(models.QuerySet["Detection"]):
    def visible_to(self, actor: Actor) -> Self:
        """Supervisors; nobody sees what is about themself."""
        is_supervisor = StaffMember.objects.filter(user=actor.user_id, role=StaffMember.Role.SUPERVISOR)
        if actor.role == Role.STAFF and is_supervisor.exists():
            return self.exclude(about=actor.key)
        return self if actor.role == Role.SYSTEM else self.none()

    def open(self) -> Self:
        return self.filter(handled_at=None)


class Detection(models.Model):
    """`about`: an actor ("STAFF:7"), a purpose ("purpose:3"), a witness, the log. `facts`: numbers and ids, nobody's data."""

    class Rule(models.TextChoices):
        CANARY = "CANARY"
        VOLUME = "VOLUME"
        ENUMERATION = "ENUMERATION"
        NOT_LIVE = "NOT_LIVE"
        ODD_HOURS = "ODD_HOURS"
        LOG_BEHIND = "LOG_BEHIND"
        LOG_STOPPED = "LOG_STOPPED"
        TAMPERED = "TAMPERED"
        WITNESS = "WITNESS"
        NO_RECEIPT = "NO_RECEIPT"

    class Severity(models.TextChoices):
        WARNING = "WARNING"
        CRITICAL = "CRITICAL"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=20, choices=Rule)
    severity = models.CharField(max_length=10, choices=Severity)
    about = models.CharField(max_length=80)
    facts = models.JSONField()
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=60, blank=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.CharField(max_length=60, blank=True)
    words = SealedField(null=True)

    objects = Detections.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "about"], condition=Q(handled_at=None), name="one_open_detection_each"
            ),
            models.CheckConstraint(
                name="handled_says_how",
                condition=Q(handled_at=None, words=None) | Q(handled_at__isnull=False, words__isnull=False),
            ),
        ]
