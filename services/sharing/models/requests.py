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
    RESTING = "resting", _("the department failed again and again and is left alone for a moment")
    BUSY = "busy", _("the department has too much to do and asks to come back later")
    DEADLINE = "deadline", _("the department did not answer in time")
    CUT = "cut", _("the answer broke off")
    LOST = "lost", _("our own program ended before the answer came")
    ERROR = "error", _("the department reports a fault")
    DECLINED = "declined", _("the department declined to answer")
    REDIRECTED = "redirected", _("the department points to another address")
    TOO_LARGE = "too_large", _("the answer is too large")
    WRONG_TYPE = "wrong_type", _("the answer has the wrong form")
    MALFORMED = "malformed", _("the answer cannot be read")
    BAD_SIGNATURE = "bad_signature", _("the answer is not signed by the department")
    WRONG_REQUEST = "wrong_request", _("the answer belongs to another question")
    WRONG_SUBJECT = "wrong_subject", _("the answer is about somebody else")
    FROM_THE_FUTURE = "from_the_future", _("the answer bears a date that has not come yet")
    AMBIGUOUS = "ambiguous", _("the register has more than one entry")


class RequestState(models.TextChoices):
    """The moves between them: services/sharing/lifecycle.py."""

    DISPATCHED = "DISPATCHED"  # written down, and sent from then on
    ANSWERED = "ANSWERED"  # checked, and cut to what was asked for
    UNAVAILABLE = "UNAVAILABLE"  # no answer that can be read came in time
    REFUSED = "REFUSED"  # declined by the department, or an answer we did not let in
    DELIVERED = "DELIVERED"  # whoever asked has taken it
    USED = "USED"  # an act rests on it
    DECLINED = "DECLINED"  # the person does not want it used
    DISPUTED = "DISPUTED"  # the person says that it is wrong


FAILED = frozenset({RequestState.UNAVAILABLE, RequestState.REFUSED})
OUTCOMES = FAILED | {RequestState.ANSWERED}


class DataRequests(models.QuerySet["DataRequest"]):
    def visible_to(self, actor: Actor) -> "DataRequests":
        """A citizen sees what was asked about them; a caseworker what was asked of their department."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        if actor.role == Role.STAFF and actor.department_id:
            return self.filter(department=actor.department_id)
        return self if actor.role == Role.SYSTEM else self.none()


class DataRequest(models.Model):
    """One question to one department, committed before it is sent: its id is the id of the call.

    Codes only: what the answer said lies with whoever asked, sealed. `fields`: `[{field, disclosure, outcome}]` with
    outcome GIVEN, ABSENT or UNFIT (not of its kind, left out), empty until there is an answer; `over_delivered`: codes
    that came unasked and were dropped. `source`: for what, as `application:<id>`; `actor`: who asked, as in
    histories, and `represented` for whom, as the department was told (port.py). `key`: the department's key that signed
    the answer. `state` is a summary of the steps.
    """

    State = RequestState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="data_requests")
    department = models.ForeignKey(Department, models.PROTECT, related_name="data_requests")
    fields = models.JSONField()
    over_delivered = models.JSONField(default=list)
    source = models.CharField(max_length=80)
    actor = models.CharField(max_length=60, default="SYSTEM")
    represented = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, choices=RequestState)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    key = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = DataRequests.as_manager()

    class Meta:
        indexes = [
            models.Index("person", models.F("started_at").desc(), name="requests_about_a_person"),
            models.Index("started_at", condition=models.Q(state="DISPATCHED"), name="requests_on_the_way"),
            models.Index("source", condition=models.Q(state="DELIVERED"), name="requests_not_used_yet"),
            models.Index("department", "ended_at", name="how_a_department_answers"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(state__in=["UNAVAILABLE", "REFUSED"]) & ~models.Q(reason=""))
                | (~models.Q(state__in=["UNAVAILABLE", "REFUSED"]) & models.Q(reason="")),
                name="only_a_failed_request_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="DISPATCHED", ended_at=None)
                | (~models.Q(state="DISPATCHED") & models.Q(ended_at__isnull=False)),
                name="a_request_on_the_way_has_no_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def was_answered(self) -> bool:
        return self.state not in FAILED | {RequestState.DISPATCHED}


class RequestStep(models.Model):
    """One arrow of a request's way. Added, never changed; a request ends once, however many workers try to end it."""

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=RequestState)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["ANSWERED", "UNAVAILABLE", "REFUSED"]),
                name="one_outcome_per_request",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state="DISPATCHED"),
                name="a_request_is_sent_under_one_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"
