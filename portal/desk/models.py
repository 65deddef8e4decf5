"""What the desk's door remembers: authenticators, printed codes, and how often somebody was wrong.

Secrets are sealed (the authenticator's, which must be read again) or kept as keyed digests (codes,
which need not). django-otp's own TOTPDevice keeps its secret in clear and offers no hook; only its
arithmetic is used here.
"""

import uuid
from base64 import b32encode
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django_otp.models import Device, DeviceManager
from django_otp.oath import hotp
from django_otp.util import random_hex

from services.people.models import User
from services.sealing.fields import SealedField

STEP_SECONDS = 30  # RFC 6238
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


class AuthenticatorApp(Device):  # type: ignore[misc]
    """A clerk's authenticator app: time-based codes of six digits (RFC 6238).

    `verify_token` stays django-otp's refusal: codes are only taken by `second_factor.py`, which slows
    guessing down.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # django-otp looks devices up by an integer id, a seal needs a name known before the insert
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret = SealedField(row="seal_id", default=random_hex)
    last_step = models.BigIntegerField(default=-1)

    objects: ClassVar[models.Manager["AuthenticatorApp"]] = DeviceManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "confirmed"], name="one_authenticator_each")]

    def accepts(self, code: str, *, at: datetime) -> bool:
        """Whether this is a code of now, or of half a minute around it. A code counts once: the step it
        belongs to is remembered, and the caller saves it."""
        now = int(at.timestamp()) // STEP_SECONDS
        for step in range(max(now - 1, self.last_step + 1), now + 2):
            if code == self.code_of(step):
                self.last_step = step
                return True
        return False

    def code_of(self, step: int) -> str:
        return f"{hotp(bytes.fromhex(self.secret), step):06}"

    def next_code(self, *, at: datetime) -> str:
        """The earliest code that is still good. For the demonstration and for tests."""
        return self.code_of(max(int(at.timestamp()) // STEP_SECONDS, self.last_step + 1))

    @property
    def readable_secret(self) -> str:
        """For typing it into an app that has no camera."""
        secret = b32encode(bytes.fromhex(self.secret)).decode()
        return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))

    @property
    def config_url(self) -> str:
        """What the QR code says to the app."""
        issuer = settings.OTP_TOTP_ISSUER
        words = {"secret": b32encode(bytes.fromhex(self.secret)).decode(), "issuer": issuer}
        return (
            f"otpauth://totp/{quote(issuer)}:{quote(self.user.username)}?{urlencode(words, quote_via=quote)}"
        )


class BackupCode(models.Model):
    """A printed code that stands in for the authenticator app once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="backup_codes")
    digest = models.BinaryField(editable=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="backup_codes_differ")]

    def __str__(self) -> str:
        return f"{self.user_id}"


class ActivationCode(models.Model):
    """What a supervisor hands over in person, so that a clerk may set up an authenticator. Good once,
    until then."""

    user = models.ForeignKey(User, models.CASCADE, related_name="activation_codes")
    digest = models.BinaryField(editable=False)
    issued_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # null: on the server itself
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}"


class BackOff(models.Model):
    """How often somebody was wrong at one lock, and when last. `key` is a digest: a password typed into
    the wrong field does not stay here in clear."""

    key = models.CharField(primary_key=True, max_length=32)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key

    def wait(self, free: int, at: datetime) -> timedelta:
        """How long to wait still: after `free` tries 1, 2, 4 … seconds, a quarter of an hour at most."""
        if self.failures < free:
            return timedelta(0)
        longest = min(timedelta(seconds=2 ** min(self.failures - free, 20)), LONGEST_WAIT)
        return max(self.last_at + longest - at, timedelta(0))
