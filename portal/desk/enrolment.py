"""How a clerk comes to an authenticator.

A supervisor hands over an activation code in person; a password alone sets nothing up and sees no
secret. The secret is made when the code is given, shown to that session only, and counts once a first
code from the app has proved it. Then the activation code is spent, a former authenticator is gone (and
with it every session it had opened), and ten backup codes are printed. A lost phone goes the same way:
a new activation code.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from portal.desk import printed_codes
from portal.desk.models import ActivationCode, AuthenticatorApp, BackupCode
from services.actions.errors import Denied
from services.departments import queries as departments
from services.ledger.entries import record
from services.people.models import User

ACTIVATION_VALID = timedelta(hours=72)
BACKUP_CODES = 10


def issue_activation_code(user: User, *, issued_by: User | None, at: datetime) -> str:
    """A new code for this clerk, in clear for the only time; earlier ones end. `issued_by` None:
    whoever runs the server.

    Raises `Denied`: "not_staff" for an account that is no clerk's, "not_their_supervisor".
    """
    if user.kind != User.Kind.STAFF:
        raise Denied("not_staff")
    if issued_by is not None and not departments.supervises(issued_by.pk, user.pk):
        raise Denied("not_their_supervisor")
    code = printed_codes.make(groups=3, size=4)
    with transaction.atomic():
        _open_codes(user, at).update(valid_until=at)
        ActivationCode.objects.create(
            user=user,
            digest=printed_codes.digest(code, user),
            issued_by=issued_by,
            issued_at=at,
            valid_until=at + ACTIVATION_VALID,
        )
        issuer = issued_by.pk if issued_by else "server"
        record("activation_code_issued", {"user": user.pk, "issued_by": issuer, "at": at.isoformat()})
    return code


def activation(user: User, code: str, *, at: datetime) -> ActivationCode | None:
    """The open activation code the clerk has typed."""
    return _open_codes(user, at).filter(digest=printed_codes.digest(code, user)).first()


def still_open(user: User, activation_id: int | None, *, at: datetime) -> ActivationCode | None:
    """The activation code a session was opened with, unless it was spent, replaced, or has ended since."""
    return _open_codes(user, at).filter(pk=activation_id).first() if activation_id else None


def may_enrol(user: User, *, at: datetime) -> bool:
    """Without an authenticator always (the page asks for the code), with one only while a new code is
    open."""
    return not authenticator_of(user) or _open_codes(user, at).exists()


def authenticator_of(user: User) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).first()


def fresh_authenticator(user: User) -> AuthenticatorApp:
    """One that does not count yet, with a secret nobody has seen."""
    with transaction.atomic():
        AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
        return AuthenticatorApp.objects.create(user=user, confirmed=False)


def pending_authenticator(user: User) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=False).first()


def enrol(
    user: User, activation_code: ActivationCode, code: str, *, at: datetime
) -> tuple[AuthenticatorApp, list[str]] | None:
    """The pending authenticator becomes the clerk's own, and backup codes are made, shown here only.
    None: `code` is not the authenticator's, or the activation code was spent in the meantime."""
    with transaction.atomic():
        device = AuthenticatorApp.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or not device.accepts(code, at=at):
            return None
        if not _open_codes(user, at).filter(pk=activation_code.pk).update(used_at=at):
            return None
        AuthenticatorApp.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save()
        record("authenticator_enrolled", {"user": user.pk, "at": at.isoformat()})
        return device, _new_backup_codes(user)


def _open_codes(user: User, at: datetime) -> QuerySet[ActivationCode]:
    return ActivationCode.objects.filter(user=user, used_at=None, valid_until__gt=at)


def _new_backup_codes(user: User) -> list[str]:
    BackupCode.objects.filter(user=user).delete()
    codes = [printed_codes.make(groups=2, size=5) for _ in range(BACKUP_CODES)]
    BackupCode.objects.bulk_create(
        BackupCode(user=user, digest=printed_codes.digest(code, user)) for code in codes
    )
    return codes
