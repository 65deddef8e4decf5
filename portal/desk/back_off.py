"""Slowing guesses down without locking anybody out.

Every try is counted before it is checked, so that a hundred at once are a hundred and not one. After a
few free ones each costs a growing wait, a quarter of an hour at most; tries during a wait are not
checked and cost nothing. A browser the clerk has signed in from before has a count of its own, so
nobody shuts a clerk out by guessing at the clerk's number.

The address is what `ALLAUTH_TRUSTED_PROXY_COUNT` lets allauth see; a hall behind one address shares its
many free tries.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Self

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from portal.desk.models import FORGOTTEN_AFTER, BackOff
from services.people.models import User
from services.sealing import keys

COOKIE = "desk_browser"
COOKIE_AGE = 180 * 24 * 3600
FREE_PASSWORDS, FREE_AT_ADDRESS, FREE_CODES = 3, 30, 1


@dataclass(frozen=True, order=True)
class Lock:
    """Something that can be tried, and how often for nothing."""

    key: str
    free: int

    @classmethod
    def of(cls, kind: str, value: object, free: int) -> Self:
        return cls(keys.blind(f"{kind}:{value}", "desk_backoff.key").hex(), free)


def password_locks(request: HttpRequest, staff_number: str) -> tuple[Lock, Lock]:
    """The number tried (or the known browser it is tried from), and the address."""
    browser = request.get_signed_cookie(COOKIE, "", salt=_salt(staff_number))
    return (
        Lock.of("number", f"{browser}|{staff_number}", FREE_PASSWORDS),
        Lock.of("address", get_adapter().get_client_ip(request), FREE_AT_ADDRESS),
    )


def code_lock(user: User) -> Lock:
    """Authenticator, backup and activation codes of one clerk, together."""
    return Lock.of("code", user.pk, FREE_CODES)


def claim(locks: Collection[Lock], *, at: datetime) -> int:
    """0: the try is counted, go ahead. Otherwise the seconds to wait; nothing is counted then."""
    with transaction.atomic():
        rows = [(_locked_row(lock, at), lock.free) for lock in sorted(locks)]
        if wait := max(row.wait(free, at) for row, free in rows):
            return ceil(wait.total_seconds())
        for row, _ in rows:
            row.failures, row.last_at = row.failures + 1, at
            row.save()
    return 0


def forgive(own: Lock, *shared: Lock) -> None:
    """The try was right: its own count begins anew, a shared one (the address) only loses this try."""
    BackOff.objects.filter(key=own.key).delete()
    BackOff.objects.filter(key__in=[lock.key for lock in shared], failures__gt=0).update(
        failures=F("failures") - 1
    )


def remember_browser(response: HttpResponse, user: User) -> None:
    """To be called once both factors were right."""
    response.set_signed_cookie(
        COOKIE,
        get_random_string(22),
        salt=_salt(user.username),
        max_age=COOKIE_AGE,
        path="/desk/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _salt(staff_number: str) -> str:
    return f"{COOKIE}:{staff_number}"


def _locked_row(lock: Lock, at: datetime) -> BackOff:
    row, _ = BackOff.objects.select_for_update().get_or_create(key=lock.key, defaults={"last_at": at})
    if at - row.last_at > FORGOTTEN_AFTER:
        row.failures = 0
    return row
