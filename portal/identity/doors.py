"""Two doors to one table of users.

Citizens come in by allauth, caseworkers by the desk. The session remembers its backend, Django asks
that backend on every request, and each backend knows only its own people: whoever changes sides, or
holds a session from the wrong flow, is nobody on the next request. A clerk's session is short besides
(`desk_session.py`).
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import ResetPasswordForm
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.identity import desk_session
from services.people.models import User
from services.prepared import Given, Prepared
from services.sealing import keys

DESK = "/desk/"


_account = Prepared(lambda: User.objects.filter(pk=Given("pk")))


class KnownAccount:
    """Every page reads the account behind its session: a statement kept as text."""

    user_can_authenticate: Callable[[User], bool]

    def get_user(self, user_id: int) -> User | None:
        return next(filter(self.user_can_authenticate, _account(pk=user_id)), None)


class CitizenDoor(KnownAccount, AuthenticationBackend):  # type: ignore[misc]
    def user_can_authenticate(self, user: User) -> bool:
        return bool(super().user_can_authenticate(user)) and user.kind == User.Kind.CITIZEN


class StaffDoor(KnownAccount, ModelBackend):
    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, *, staff_number: str, password: str
    ) -> Any:
        """The argument's name keeps Django from trying this backend with the credentials of the other
        door."""
        return super().authenticate(request, username=staff_number, password=password)

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.kind == User.Kind.STAFF


class CitizenAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Every way in passes here: password, code, reset. The backend alone would not do, because
        allauth fetches back a user whose password was right but who may not authenticate."""
        if user.kind != User.Kind.CITIZEN:
            clear_login(request)
            messages.error(request, _("Caseworkers sign in at the desk."))
            return redirect("admin:login")
        return super().pre_login(request, user, **kwargs)


class CitizenResetPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    users: list[User]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [
            user for user in self.users if user.kind == User.Kind.CITIZEN
        ]  # as for an unknown address
        return email


SEALED_DATA = ("secret", "seed")  # of an authenticator app, of the recovery codes


class SealedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth hands over the text without its row, so this is bound to the column only."""

    def encrypt(self, text: str) -> str:
        return keys.seal(text.encode(), "mfa_authenticator.data").hex()

    def decrypt(self, encrypted_text: str) -> str:
        return keys.open_(bytes.fromhex(encrypted_text), "mfa_authenticator.data").decode()


def seal_anew(factor: Any) -> bool:
    """A second factor under the active key. Whether it was under another one."""
    adapter, data = SealedMFAAdapter(), dict(factor.data)
    old = {
        name: text
        for name, text in data.items()
        if name in SEALED_DATA
        and isinstance(text, str)
        and keys.number_of(bytes.fromhex(text)) != settings.SEALING_ACTIVE_KEY
    }
    if old:
        factor.data = data | {name: adapter.encrypt(adapter.decrypt(text)) for name, text in old.items()}
        factor.save(update_fields=["data"])
    return bool(old)


class DoorMiddleware:
    """Behind the other door everyone is anonymous: a caseworker on the citizens' pages, a citizen at
    the desk. So is a caseworker whose short session has ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, at_desk = request.user, request.path_info.startswith(DESK)
        request.user = SimpleLazyObject(  # type: ignore[assignment]
            lambda: user if _is_at_home(request, user, at_desk) else AnonymousUser()
        )
        return self.get_response(request)


def _is_at_home(request: HttpRequest, user: User | AnonymousUser, at_desk: bool) -> bool:
    if not user.is_authenticated:
        return True
    if user.is_staff != at_desk:
        return False
    if not at_desk:
        return True
    moment = now()
    if not desk_session.is_open(request.session, at=moment):
        request.session.flush()
        return False
    desk_session.touch(request.session, at=moment)
    return True
