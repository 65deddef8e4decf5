"""同意: a person agrees that a value is read for one application. Only where agreement is the basis; elsewhere the law is.

A consent says yes to one purpose version, its fields, in the words shown. It is never changed but for its end. Whoever
else of the household has to agree is asked by a `ConsentRequest`, found by their own number when they sign in.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from services.actions.actor import Actor, Role
from services.people.models import Person
from services.sealing.fields import BlindIndexField, SealedField
from services.sharing.models.purposes import Purpose


class Consents(models.QuerySet["Consent"]):
    def visible_to(self, actor: Actor) -> Self:
        """Nobody sees another's consent, not even the one of the household who asked for it."""
        if actor.role == Role.CITIZEN and actor.person_id:
            return self.filter(person=actor.person_id)
        return self if actor.role == Role.SYSTEM else self.none()

    def live(self) -> Self:
        return self.filter(ended_at=None)


class Consent(models.Model):
    """`person` agrees, `subject` is whose application it is for; `fields`: codes. `notice_sha256`: of the words shown.

    `ended_as`: WITHDRAWN by the person, or REPLACED by another choice. `receipt` and `signature`: what the person got in
    hand, and our Ed25519 signature on it.
    """

    class Ended(models.TextChoices):
        WITHDRAWN = "WITHDRAWN"
        REPLACED = "REPLACED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    subject = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="consents")
    source = models.CharField(max_length=80)
    fields = models.JSONField()
    language = models.CharField(max_length=10)
    notice_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=Ended, blank=True)
    receipt = models.BinaryField()
    signature = models.BinaryField()

    objects = Consents.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "source"],
                condition=Q(ended_at=None),
                name="one_live_consent_per_application",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="an_ended_consent_says_how",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("given_at")), name="a_consent_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ConsentRequests(models.QuerySet["ConsentRequest"]):
    def asked_of(self, id_no: str) -> Self:
        """What somebody is asked, found by their own number."""
        return self.filter(id_no_index=id_no)

    def open(self) -> Self:
        return self.filter(state=ConsentRequest.State.OPEN)


class ConsentRequest(models.Model):
    """Somebody of the household is asked to agree. Known by number; what they say is theirs alone."""

    class State(models.TextChoices):
        OPEN = "OPEN"
        AGREED = "AGREED"
        DECLINED = "DECLINED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="consent_requests")
    name = SealedField()
    id_no = SealedField()
    id_no_index = BlindIndexField(of="id_no")
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="consent_requests")
    source = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentRequests.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "id_no_index"], name="one_consent_request_per_member"),
            models.CheckConstraint(
                condition=Q(state="OPEN", answered_at=None)
                | Q(state__in=["AGREED", "DECLINED"], answered_at__isnull=False),
                name="an_answered_consent_request_says_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
