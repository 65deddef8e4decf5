"""Messages to citizens: the inbox is the message itself, other channels hang on it as dispatches.

What became of an e-mail is not what became of the application: the two states never touch.
"""

import uuid

from django.db import models

from services.people.models import Person
from services.sealing.fields import BlindIndexField, SealedField, SealedJSONField


class Message(models.Model):
    """`template` names the words (templates/messages/), `context` what they are filled with. `source` and `template`
    make it unique: the same fact tells itself once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    template = models.CharField(max_length=60)
    context = SealedJSONField()
    source = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["source", "template"], name="each_fact_told_once")]


class Channel(models.TextChoices):
    EMAIL = "EMAIL"
    SMS = "SMS"


class Contact(models.Model):
    """Where and how a person wants to hear of news. Without a row: the inbox alone.

    A number counts once its owner has shown that it is theirs (`NumberCode`): a reply by SMS may be an application, and
    whoever mistypes a digit must not hand it to a stranger.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="contact")
    email = SealedField(null=True)
    phone = SealedField(null=True)
    phone_index = BlindIndexField(of="phone", null=True, db_index=True)  # a household may share a telephone
    phone_confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    def address(self, channel: str) -> str:
        """The address for that channel, empty where the person wants none or has not shown that it is theirs."""
        if channel == Channel.EMAIL:
            return self.email or ""
        return (self.phone or "") if self.phone_confirmed_at else ""


class NumberCode(models.Model):
    """Six digits that went to a number by SMS; whoever types them in here owns it. The newest of a contact counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="codes")
    digits = SealedField()
    made_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]


class Dispatch(models.Model):
    """One message on its way by one channel. `next_try_at` is stored and doubles as the lease of who sends it."""

    class State(models.TextChoices):
        PENDING = "PENDING"
        SENT = "SENT"
        FAILED = "FAILED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="dispatches")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="one_dispatch_per_channel")
        ]
        indexes = [
            models.Index("next_try_at", condition=models.Q(state="PENDING"), name="pending_dispatches")
        ]
