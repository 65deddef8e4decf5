"""Certificates, what kinds there are, and the files made of them.

What a certificate says is settled at issue: `wording` holds title, issuer, statement and lines as they were then, so
a later change of its type changes no certificate. The file is made afterwards, once. Not kept here: earlier versions
(延续, 变更 of GB/T 36904) and the suspended state 暂扣.
"""

import uuid
from datetime import date, datetime
from typing import TypedDict

from django.db import models
from django.utils import timezone

from services.departments.models import Department
from services.people.models import Person
from services.sealing.fields import SealedBytesField, SealedField, SealedJSONField
from services.texts import Text


class Line(TypedDict):
    label: Text
    value: Text


class Wording(TypedDict):
    title: Text
    issuer: Text
    statement: Text
    lines: list[Line]


class CertificateType(models.Model):
    """`fields`: `{"name", "label", "hidden"?}` of every value the record holds. `statement`: see `statements.py`.

    `type_code` is the 21 characters of GB/T 36904; `template` a name in `templates/certificates/`.
    """

    code = models.SlugField(unique=True)
    type_code = models.CharField(max_length=21, unique=True)
    name = models.JSONField()
    issuer = models.ForeignKey(Department, models.PROTECT, related_name="certificate_types")
    fields = models.JSONField()
    statement = models.JSONField()
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    template = models.CharField(max_length=40, default="certificate")

    def __str__(self) -> str:
        return self.code


class State(models.TextChoices):
    """Codes 01, 03, 04 and 05 of the standard. EXPIRED is never stored: the calendar says it."""

    VALID = "VALID"
    REVOKED = "REVOKED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


class Certificate(models.Model):
    """`valid_to` is the last day it holds, None: no end. `source` says what it was issued for, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identifier = models.CharField(max_length=100, unique=True)
    check_code = models.CharField(max_length=24, unique=True)
    type = models.ForeignKey(CertificateType, models.PROTECT, related_name="certificates")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    holder_name = SealedField()
    holder_id_no = SealedField()
    record = SealedJSONField()
    wording = SealedJSONField()
    source = models.CharField(max_length=100, unique=True)
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.VALID)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(state=State.EXPIRED), name="expiry_is_not_stored"),
            models.CheckConstraint(
                condition=models.Q(state=State.VALID, revoked_at=None)
                | models.Q(state__in=[State.REVOKED, State.CANCELLED], revoked_at__isnull=False),
                name="ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="a_certificate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def issued_on(self) -> date:
        return timezone.localdate(self.issued_at)

    def state_at(self, at: datetime) -> State:
        """A day before `valid_from` counts as valid: the standard has no word for it, the dates are shown beside it."""
        stored = State(self.state)
        ended = self.valid_to is not None and timezone.localdate(at) > self.valid_to
        return State.EXPIRED if ended and stored is State.VALID else stored


class CertificateFile(models.Model):
    """The signed PDF, made once. `sha256` is what a file handed in for checking must have."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, primary_key=True, related_name="file")
    pdf = SealedBytesField()
    sha256 = models.CharField(max_length=64, unique=True)


class PaperFile(models.Model):
    """A signed paper (文书): receipt, notice or decision, made once. `source` says of what and which."""

    source = models.CharField(max_length=160, unique=True)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="papers")
    pdf = SealedBytesField(row="source")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Unprintable(models.Model):
    """A document whose characters no font of ours has: nothing was printed, and somebody of `department` must see to it.

    It prints by itself at the next opening once a font has them; whoever hands it over in another way says so in `note`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=160, unique=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="unprintable")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="unprintable")
    characters = SealedField()
    noticed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index("department", condition=models.Q(settled_at=None), name="open_unprintable")]


class Serial(models.Model):
    """The last running number of a type in a year."""

    type = models.ForeignKey(CertificateType, models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "year"], name="one_serial_per_type_and_year")]
