"""办件: one request of one person for one item, from draft to decision."""

import uuid
from collections.abc import Collection
from typing import Any, Self

from django.db import models

from services.actions.actor import Actor, Role
from services.catalogue.models import ItemVersion
from services.departments.models import Department, StaffMember
from services.eforms.form import Form
from services.people.models import Person
from services.prepared import update
from services.sealing.fields import SealedField, SealedJSONField
from services.texts import Text


class State(models.TextChoices):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    AWAITING_DATA = "AWAITING_DATA"
    RECEIVED = "RECEIVED"
    AWAITING_CORRECTION = "AWAITING_CORRECTION"
    ACCEPTED = "ACCEPTED"
    SUSPENDED = "SUSPENDED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    RESCINDED = "RESCINDED"
    CLOSED = "CLOSED"


UNDER_WAY = (
    State.SUBMITTED,
    State.AWAITING_DATA,
    State.RECEIVED,
    State.AWAITING_CORRECTION,
    State.ACCEPTED,
    State.SUSPENDED,
)
FOR_PEOPLE = (State.RECEIVED, State.ACCEPTED)
STOPPED = (State.AWAITING_DATA, State.AWAITING_CORRECTION, State.SUSPENDED)  # no promised clock runs


class StateIsMoved(TypeError):
    """A state was assigned. States change by `states.move()` alone, which knows the law and keeps the history."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> Self:
        """A citizen sees their own; a caseworker those sent to their department; fetch and permission are one act."""
        if actor.role == Role.SYSTEM:
            return self
        if actor.role == Role.STAFF and actor.department_id is not None:
            return self.exclude(state=State.DRAFT).filter(competent_department_id=actor.department_id)
        if actor.role == Role.CITIZEN and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        return self.none()

    def update(self, **values: Any) -> int:
        if "state" in values:
            raise StateIsMoved("QuerySet.update")
        return super().update(**values)

    def set_state(self, application: "Application", to: State, also: Collection[str] = ()) -> None:
        """For `states.py` only. `also` names columns of the instance that are written with the state."""
        application.__dict__["state"] = to
        if application.held_back is None:
            self.write_state(application, also)
        else:
            application.held_back |= set(also)

    def write_state(self, application: "Application", also: Collection[str]) -> None:
        """A counted update: nobody else may have moved the row since it was read."""
        if not update(application, {"state", *also}, state=application._loaded_state):
            raise StateIsMoved(f"{application.pk} was moved by somebody else")
        application._loaded_state = application.state


class Application(models.Model):
    """`variant`: the number of the 业务办理项, chosen when the draft is begun; "" where the item has none.

    `case_code`: 办件编码 of GB/T 39554.1, 43 characters, given at submission. `shown_sha256` is the digest of what the
    citizen saw on the check page. `due_on` is the promised last day of a result, none while the clock is stopped;
    `days_left` is what a suspended clock keeps; after `accept_by` silence is acceptance. `holder` sums up `assignments`,
    `ended_as` and `ended_at` how and when it ended, before it was closed. `renews`: the refused application it carries on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="applications")
    variant = models.CharField(max_length=2, blank=True)
    competent_department = models.ForeignKey(Department, models.PROTECT, related_name="applications")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    answers = SealedJSONField(null=True)
    shown_sha256 = models.CharField(max_length=64, blank=True)
    case_code = models.CharField(max_length=43, unique=True, null=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    due_is_provisional = models.BooleanField(default=False)
    accept_by = models.DateField(null=True)
    days_left = models.PositiveIntegerField(null=True)
    holder = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="held")
    ending_words = SealedField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, choices=State, blank=True)
    renews = models.OneToOneField("self", models.PROTECT, null=True, related_name="renewed_as")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item_version", "variant"],
                condition=models.Q(state="DRAFT", renews=None),
                name="one_draft_per_variant",
            ),
            models.CheckConstraint(
                condition=models.Q(state="DRAFT", case_code=None) | ~models.Q(state="DRAFT"),
                name="a_draft_has_no_case_code",
            ),
        ]
        indexes = [  # each the order of one list of the queue (services/applications/queue.py)
            models.Index(
                fields=["competent_department", "due_on", "submitted_at", "id"],
                condition=models.Q(state__in=["RECEIVED", "ACCEPTED"]),
                name="open_for_people",
            ),
            models.Index(
                fields=["competent_department", "holder", "due_on", "submitted_at", "id"],
                condition=models.Q(state__in=["RECEIVED", "ACCEPTED"]),
                name="open_with_a_holder",
            ),
            models.Index(
                fields=["competent_department", "item_version", "due_on", "submitted_at", "id"],
                condition=models.Q(state__in=["RECEIVED", "ACCEPTED"]),
                name="open_of_an_item",
            ),
            models.Index(
                fields=["competent_department", "submitted_at", "id", "item_version"],
                condition=models.Q(state__in=["AWAITING_DATA", "AWAITING_CORRECTION", "SUSPENDED"]),
                name="stopped_for_now",
            ),
            models.Index(
                fields=["competent_department", "ended_at", "id", "item_version"],
                condition=models.Q(ended_at__isnull=False),
                name="ended_lately",
            ),
        ]

    _loaded_state: str | None = None
    held_back: set[str] | None = None  # columns that wait for the end of `states.one_update`

    def __str__(self) -> str:
        return self.case_code or str(self.id)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        loaded = super().from_db(*args, **kwargs)
        loaded._loaded_state = loaded.__dict__.get("state")
        return loaded

    def save(self, *args: Any, **kwargs: Any) -> None:
        expected = State.DRAFT if self._state.adding else self._loaded_state
        if self.__dict__.get("state", expected) != expected:
            raise StateIsMoved("save")
        super().save(*args, **kwargs)
        self._loaded_state = self.state

    @property
    def content(self) -> Any:
        """What the item says, for this variant."""
        return self.item_version.content_of(self.variant)

    @property
    def form(self) -> Form:
        return self.item_version.form_of(self.variant)

    @property
    def name(self) -> Text:
        """Of the item, with that of the variant."""
        found: Text = self.content["name"] if self.variant else self.item_version.name
        return found

    @property
    def variant_code(self) -> str:
        """业务办理项编码, 33 characters of GB/T 39554.1; empty where the item has no variants."""
        return f"{self.item_version.item.implementation_code}{self.variant}" if self.variant else ""

    @property
    def standing(self) -> State:
        """What people hear: a closed application stands as it ended."""
        return State(self.ended_as or self.state) if self.state == State.CLOSED else State(self.state)

    @property
    def source(self) -> str:
        """How other packages name this application without knowing what one is."""
        return f"application:{self.id}"


class Move(models.Model):
    """One row of the history: who moved it from where to where, when. Never changed, never deleted."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="moves")
    source = models.CharField(max_length=20, choices=State)
    target = models.CharField(max_length=20, choices=State)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
