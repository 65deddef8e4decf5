"""好差评: what citizens say of how they were served, and what a department does about it (国办发〔2019〕51号, GB/T 39734).

One application, one rating. A poor one opens a rectification (整改) with a clock of its own. Not here: the sub-indicators
that the national standard asks beside the level, and appeals against malicious ratings.
"""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from services.actions.actor import Actor, Role
from services.applications.models import Application, Move, State
from services.departments.models import Department, Region, StaffMember
from services.sealing.fields import SealedField


class Level(models.IntegerChoices):
    """The five levels, the best first; the last two are poor (差评)."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    FAIRLY_SATISFIED = 3, _("Fairly satisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")


POOR = frozenset({Level.DISSATISFIED, Level.VERY_DISSATISFIED})
RATABLE = (
    State.APPROVED,
    State.REFUSED,
    State.DECLINED,
)  # ended by the department; citizens rate no act of theirs


class Ratings(models.QuerySet["Rating"]):
    def visible_to(self, actor: Actor) -> Self:
        """Their rater's alone: a rating is confidential, and no caseworker ever reads who gave it."""
        if actor.role == Role.SYSTEM:
            return self
        if actor.role == Role.CITIZEN and actor.person_id is not None:
            return self.filter(application__person_id=actor.person_id)
        return self.none()


class Rating(models.Model):
    """Given once and never changed. `channel`: where it was given; the portal itself only knows ONLINE so far."""

    class Channel(models.TextChoices):
        ONLINE = "ONLINE"
        APP = "APP"
        QR_CODE = "QR_CODE"
        SMS = "SMS"
        COUNTER = "COUNTER"
        HOTLINE = "HOTLINE"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="rating")
    level = models.PositiveSmallIntegerField(choices=Level)
    words = SealedField(null=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.ONLINE)
    at = models.DateTimeField()

    objects = Ratings.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="a_rating_has_five_levels")
        ]


class Rectifications(models.QuerySet["Rectification"]):
    def visible_to(self, actor: Actor) -> Self:
        """The rater's own; a caseworker's are those of the department, without the applications they decided themselves."""
        if actor.role == Role.SYSTEM:
            return self
        if actor.role == Role.CITIZEN and actor.person_id is not None:
            return self.filter(rating__application__person_id=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id is not None:
            return self.filter(~Exists(_ended_by(actor)), department_id=actor.department_id)
        return self.none()

    def overdue(self, on: date) -> Self:
        """Not answered although the last day is over. `on`: today."""
        return self.filter(state=Rectification.State.OPEN, due_on__lt=on)


def _ended_by(actor: Actor) -> models.QuerySet[Move]:
    """Who approved, refused or declined: the history knows, whatever became of the application since."""
    return Move.objects.filter(
        application=OuterRef("rating__application"), target__in=RATABLE, actor=actor.key
    )


class Rectification(models.Model):
    """整改: the competent department looks into a poor rating and answers in words, by `due_on`."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        ANSWERED = "ANSWERED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rating = models.OneToOneField(Rating, models.PROTECT, related_name="rectification")
    department = models.ForeignKey(Department, models.PROTECT, related_name="rectifications")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    due_is_provisional = models.BooleanField(default=False)
    answer = SealedField(null=True)
    answered_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = Rectifications.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", answer=None, answered_by=None, answered_at=None)
                | Q(
                    state="ANSWERED",
                    answer__isnull=False,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="answered_by_somebody_in_words",
            )
        ]
        indexes = [
            models.Index(
                fields=["department", "due_on"], condition=Q(state="OPEN"), name="open_rectifications"
            )
        ]

    @property
    def in_time(self) -> bool | None:
        """Whether the answer came by the last day; None while there is none."""
        return None if self.answered_at is None else localdate(self.answered_at) <= self.due_on


class RectificationLimit(models.Model):
    """Working days to answer a poor rating. Places differ (15 in one city of Sichuan, 5 in Dezhou), so it is a dated row of
    a region; the row without a region holds where no other does. `is_example`: nobody has enacted it for this place."""

    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    days = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    source = models.JSONField()
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "from_on"], name="one_limit_per_region_and_day"),
            models.UniqueConstraint(
                fields=["from_on"], condition=Q(region=None), name="one_general_limit_per_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} working days from {self.from_on}"
