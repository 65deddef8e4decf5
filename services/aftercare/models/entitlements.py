"""Running entitlements, what was found on asking again, what is proposed to a person, and how an entitlement ended.

Facts are rows: a check, a proposal and an ending are added and answered once, never overwritten. What payment offices have
really paid is not known here: months count as paid by the day that the item names.
"""

import uuid

from django.db import models
from django.db.models import Q

from services.aftercare.models.waiting import ForAPerson
from services.applications.models import Application, Assessment
from services.departments.models import Department
from services.rules.models import RuleVersion
from services.sealing.fields import SealedField, SealedJSONField


class Entitlement(models.Model):
    """What an approval gives month by month. `next_check_at`: when departments are asked again; None: no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="entitlement")
    first_month = models.DateField()
    amount_fen = models.BigIntegerField()
    next_check_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("next_check_at", condition=Q(next_check_at__isnull=False), name="checks_to_come")
        ]


class Recheck(models.Model):
    """One asking again: the same rules on fresh facts. `failed`: facts that end it; `unclear`: what nobody knew this time;
    `since`: fact -> the day the register gives for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="rechecks")
    rule_version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Assessment.Outcome)
    code = models.CharField(max_length=60)
    conditions = SealedJSONField()
    failed = models.JSONField(default=list)
    unclear = models.JSONField(default=list)
    since = SealedJSONField()
    at = models.DateTimeField()


class ProposedStop(ForAPerson):
    """拟停发: a check found what ends the entitlement. Nothing stops until a person has confirmed it, by `due_on`."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        CONFIRMED = "CONFIRMED"
        DISMISSED = "DISMISSED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="proposed_stops")
    recheck = models.OneToOneField(Recheck, models.PROTECT, related_name="proposed_stop")
    department = models.ForeignKey(Department, models.PROTECT, related_name="proposed_stops")
    to_person = "entitlement__application__person"

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(state="OPEN"), name="one_open_stop_per_entitlement"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", reason=None, closed_by="", closed_at=None)
                | (Q(reason__isnull=False, closed_at__isnull=False) & ~Q(state="OPEN") & ~Q(closed_by="")),
                name="a_stop_is_answered_by_somebody_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "due_on"], condition=Q(state="OPEN"), name="open_stops")
        ]


class Ending(models.Model):
    """How what an approval gave came to its end, by a person. CANCELLED: 注销, it is over; REVOKED: 撤销, it should not have
    been given. `event_on`: the day of what ended it, after the register that knows."""

    class Kind(models.TextChoices):
        CANCELLED = "CANCELLED"
        REVOKED = "REVOKED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=10, choices=Kind)
    event_on = models.DateField()
    to_family = models.BooleanField(default=False)
    reason = SealedField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(by__startswith="STAFF:"), name="only_a_person_ends_it")
        ]

    @property
    def overpaid_fen(self) -> int:
        return sum(month.amount_fen for month in self.overpaid.all())


class OverpaidMonth(models.Model):
    """A month that was paid and should not have been. `month` is its first day."""

    ending = models.ForeignKey(Ending, models.PROTECT, related_name="overpaid")
    month = models.DateField()
    amount_fen = models.BigIntegerField()

    class Meta:
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["ending", "month"], name="a_month_is_overpaid_once")]
