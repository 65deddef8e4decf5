"""Offers, who wants none, how far today's sweep has come, and the text messages people answered with.

An offer is made once for each right of a person, whatever became of it. Nothing here is a state of an application: the
application begins on the day the right does (`due.py`).
"""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from services.actions.actor import Actor, Role
from services.applications.models import Application
from services.catalogue.models import ItemVersion, ServiceItem
from services.people.models import Person
from services.sealing.fields import SealedField


class Ending(models.TextChoices):
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    SWITCHED_OFF = "SWITCHED_OFF"
    WITHHELD = "WITHHELD"  # the register says that the rules would propose a refusal: nobody is told, and nobody is asked again


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Offers that were made, to their person alone."""
        made = self.exclude(ended_as=Ending.WITHHELD)
        if actor.role == Role.SYSTEM:
            return made
        if actor.role == Role.CITIZEN and actor.person_id is not None:
            return made.filter(person_id=actor.person_id)
        return self.none()

    def open(self, on: date) -> Self:
        """Those that may still be answered. `on`: today."""
        return self.filter(ended_as="", last_day__gte=on)


class Offer(models.Model):
    """`code` is what a reply names it by: digits, for a telephone's keys. `last_day`: the last on which it may be taken.

    `next_try_at`, of one that was accepted: when it is sent, or tried again; it doubles as the lease of who does it.
    """

    class Channel(models.TextChoices):
        PAGE = "PAGE"
        SMS = "SMS"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="offers")
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="offers")
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="offers")
    right_begins_on = models.DateField()
    code = models.CharField(max_length=6)
    made_at = models.DateTimeField()
    last_day = models.DateField()
    ended_as = models.CharField(max_length=12, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=4, choices=Channel, blank=True)
    next_try_at = models.DateTimeField(null=True)
    application = models.OneToOneField(Application, models.PROTECT, null=True, related_name="offer")

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item", "right_begins_on"], name="one_offer_for_each_right"
            ),
            models.UniqueConstraint(
                fields=["person", "item"], condition=Q(ended_as=""), name="one_open_offer_of_an_item"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(ended_as=""), name="one_open_offer_per_code"
            ),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_at=None) | (~Q(ended_as="") & Q(ended_at__isnull=False)),
                name="an_offer_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_as="ACCEPTED") | Q(channel="", next_try_at=None, application=None),
                name="only_an_accepted_offer_is_sent",
            ),
        ]
        indexes = [
            models.Index("next_try_at", condition=Q(next_try_at__isnull=False), name="offers_to_be_sent"),
            models.Index("last_day", condition=Q(ended_as=""), name="open_offers"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class OptOut(models.Model):
    """Wants no offers of this item; without an item: none at all. Taking it back ends the row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="opt_outs")
    item = models.ForeignKey(ServiceItem, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item"], condition=Q(ended_at=None), name="one_opt_out_of_an_item"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None, item=None), name="one_opt_out_of_all"
            ),
        ]


class SweepMark(models.Model):
    """How far the sweep of a day has come: everybody up to `after` has been looked at."""

    item_version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="+")
    on = models.DateField()
    after = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_version", "on"], name="one_sweep_of_an_item_a_day")
        ]


class TextMessage(models.Model):
    """A text message that came in, as proof of what somebody said. `gateway_id` is the gateway's: the same again is the
    same message. `offer`: which one it was about; `person`: who is told what it did."""

    class Reading(models.TextChoices):
        ACCEPTED = "ACCEPTED"
        DECLINED = "DECLINED"
        SWITCHED_OFF = "SWITCHED_OFF"
        WHICH = "WHICH"  # several are open and it names none of them
        UNCLEAR = "UNCLEAR"
        NOTHING_OPEN = "NOTHING_OPEN"
        UNKNOWN_NUMBER = "UNKNOWN_NUMBER"
        TOO_MANY = "TOO_MANY"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gateway_id = models.CharField(max_length=64, unique=True)
    number_index = models.BinaryField(editable=False)
    words = SealedField()
    received_at = models.DateTimeField()
    reading = models.CharField(max_length=14, choices=Reading)
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="texts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["number_index", "received_at"], name="texts_of_a_number")]
