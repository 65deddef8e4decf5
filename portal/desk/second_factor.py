"""The second question at the desk's door: a code from the clerk's authenticator, or one of the printed
backup codes."""

import unicodedata
from datetime import datetime

from django.db import transaction

from portal.desk import printed_codes
from portal.desk.models import AuthenticatorApp, BackupCode
from services.ledger.entries import record
from services.people.models import User

DIGITS = 6


def check(user: User, typed: str, *, at: datetime) -> AuthenticatorApp | None:
    """The clerk's authenticator, if the code is good. Under a locked row: one code opens one session,
    however often it is sent at once. Slowing guesses down is the caller's (`back_off.py`)."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    with transaction.atomic():
        device = AuthenticatorApp.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return None
        with_app = len(code) == DIGITS and device.accepts(code, at=at)
        if not with_app and not _spend(user, code, at):
            return None
        device.save(update_fields=["last_step"])
        record(
            "desk_entered", {"user": user.pk, "with": "app" if with_app else "backup", "at": at.isoformat()}
        )
        return device


def backup_codes_left(user: User) -> int:
    return BackupCode.objects.filter(user=user, used_at=None).count()


def _spend(user: User, code: str, at: datetime) -> bool:
    """A counted update: of two who hold the same code, one gets in."""
    unused = BackupCode.objects.filter(user=user, digest=printed_codes.digest(code, user), used_at=None)
    return bool(unused.update(used_at=at))
