"""Accounts and the people behind them.

An account (`User`) belongs to a citizen or to a caseworker, never to both. A `Person` is somebody
public security has confirmed; everything that names the person is sealed.
"""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from services.sealing.fields import BlindIndexField, SealedField


class User(AbstractUser):
    class Kind(models.TextChoices):
        CITIZEN = "CITIZEN"
        STAFF = "STAFF"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CITIZEN)
    person = models.OneToOneField("Person", models.PROTECT, null=True, blank=True, related_name="user")

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="STAFF", is_staff=True, person=None)
                | models.Q(kind="CITIZEN", is_staff=False, is_superuser=False),
                name="a_user_has_one_door",
            )
        ]


class Person(models.Model):
    """A confirmed person. `id_no` is the citizen identity number of GB 11643, 18 characters."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = SealedField()
    id_no = SealedField()
    id_no_index = BlindIndexField(of="id_no", unique=True)
    confirmed_at = models.DateTimeField()
    proof = models.CharField(max_length=40)  # the second proof beside name and number, such as social_card

    def __str__(self) -> str:
        return str(self.id)


class ProofAttempt(models.Model):
    """A try to prove who one is. Written before anybody is asked, so that no number of tries at once
    gets past the count; `id_no_index` is the keyed digest of the number somebody claimed to have,
    whether or not it exists."""

    class State(models.TextChoices):
        ASKED = "ASKED"
        SUCCEEDED = "SUCCEEDED"
        FAILED = "FAILED"
        UNANSWERED = "UNANSWERED"  # a department was down: not a failed try

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="proof_attempts")
    id_no_index = models.BinaryField(editable=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)

    class Meta:
        indexes = [
            models.Index(fields=["user", "at"], name="tries_of_an_account"),
            models.Index(fields=["id_no_index", "at"], name="tries_at_a_number"),
        ]

    def __str__(self) -> str:
        return str(self.id)
