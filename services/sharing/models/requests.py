"""数据请求: one row for every question to a department, also for one that failed. Codes only, never values."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.people.models import Person
from services.sharing.models.purposes import Purpose


class Reason(models.TextChoices):
    """Why a department's answer could not be used."""

    NO_ADDRESS = "no_address", _("no connection to this department is set up")
    UNREACHABLE = "unreachable", _("the department cannot be reached")
    DEADLINE = "deadline", _("the department did not answer in time")
    ERROR = "error", _("the department reports a fault")
    DECLINED = "declined", _("the department declined to answer")
    REDIRECTED = "redirected", _("the department points to another address")
    TOO_LARGE = "too_large", _("the answer is too large")
    WRONG_TYPE = "wrong_type", _("the answer has the wrong form")
    MALFORMED = "malformed", _("the answer cannot be read")
    WRONG_REQUEST = "wrong_request", _("the answer belongs to another question")
    WRONG_SUBJECT = "wrong_subject", _("the answer is about somebody else")
    FROM_THE_FUTURE = "from_the_future", _("the answer bears a date that has not come yet")


class DataRequests(models.QuerySet["DataRequest"]):
    def visible_to(self, actor: Actor) -> "DataRequests":
        """A citizen sees what was asked about them; a caseworker what was asked of their department."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self if actor.role == Role.SYSTEM else self.none()


class DataRequest(models.Model):
    """One question to one department. Codes only: what the answer said lies with whoever asked, sealed.

    `fields`: `[{field, disclosure, outcome}]` with outcome GIVEN, ABSENT or UNFIT (not of its kind, left out);
    `over_delivered`: codes that came unasked and were dropped. `source`: who asked, as `application:<id>`.
    """

    class State(models.TextChoices):
        ANSWERED = "ANSWERED"
        UNAVAILABLE = "UNAVAILABLE"  # no answer that can be read came in time
        REFUSED = "REFUSED"  # declined by the department, or an answer we did not let in

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="data_requests")
    department = models.ForeignKey(Department, models.PROTECT, related_name="data_requests")
    fields = models.JSONField()
    over_delivered = models.JSONField(default=list)
    source = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=State)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    objects = DataRequests.as_manager()

    class Meta:
        indexes = [models.Index("person", models.F("started_at").desc(), name="requests_about_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="ANSWERED", reason="")
                | (models.Q(state__in=["UNAVAILABLE", "REFUSED"]) & ~models.Q(reason="")),
                name="only_a_failed_request_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
