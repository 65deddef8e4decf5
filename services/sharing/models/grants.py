"""授权: one consumer may read one field, for one version of one purpose, in one form, until a day.

Where a policy is unconditional or admits the purpose, grants come with the purpose. Otherwise the consumer asks, and the
department that answers for the register grants or refuses within its limit; a refusal names its basis in law.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.sharing.models.directory import DataField
from services.sharing.models.purposes import Disclosure, Purpose

PORTAL = "portal"  # the consumer of what the portal itself reads for


class Grant(models.Model):
    """`consumer`: the code of a department, or of a system such as the portal. Suspended and taken up again; never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consumer = models.SlugField()
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="grants")
    field = models.ForeignKey(DataField, models.PROTECT, related_name="grants")
    disclosure = models.CharField(max_length=10, choices=Disclosure)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "purpose", "field"], name="one_grant_per_field_and_purpose"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("granted_at")), name="a_grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(suspended_at=None, suspended_because="")
                | (Q(suspended_at__isnull=False) & ~Q(suspended_because="")),
                name="a_suspended_grant_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class GrantRequests(models.QuerySet["GrantRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """A department sees what it asked and what it has to answer."""
        if actor.role == Role.STAFF and actor.department_id:
            mine = Q(department=actor.department_id) | Q(consumer=actor.department_id)
            return self.filter(mine)
        return self if actor.role == Role.SYSTEM else self.none()

    def open(self) -> Self:
        return self.filter(state=GrantRequest.State.OPEN)


class GrantRequest(models.Model):
    """A department asks another for a field a policy does not give away by itself. `due_on`: the last working day to answer."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        GRANTED = "GRANTED"
        REFUSED = "REFUSED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consumer = models.ForeignKey(Department, models.PROTECT, related_name="grant_requests")
    department = models.ForeignKey(Department, models.PROTECT, related_name="grant_requests_to_answer")
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="grant_requests")
    field = models.ForeignKey(DataField, models.PROTECT, related_name="grant_requests")
    disclosure = models.CharField(max_length=10, choices=Disclosure)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    article = models.CharField(max_length=300, blank=True)

    objects = GrantRequests.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "purpose", "field"],
                condition=Q(state="OPEN"),
                name="one_open_grant_request",
            ),
            models.CheckConstraint(
                condition=~Q(state="REFUSED") | ~Q(article=""), name="a_refused_request_has_a_basis"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", answered_at=None)
                | Q(state__in=["GRANTED", "REFUSED"], answered_at__isnull=False),
                name="an_answered_request_says_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
