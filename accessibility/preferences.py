"""Remembering a display: in cookies for a year, and in the profile of whoever is signed in. The profile wins."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accessibility.display import Display, read
from accessibility.models import Preference
from services.people.models import User
from services.prepared import Given, Prepared

A_YEAR = 365 * 24 * 3600


def display_for(request: HttpRequest) -> Display:
    """The profile's display when signed in and chosen there, else the cookies', else the standard one."""
    user = request.user
    preference = preference_of(user) if user.is_authenticated else None
    return preference.display if preference else read(request.COOKIES)


def preference_of(user: User) -> Preference | None:
    """What is in the profile; read once for an account that was read for a request."""
    if not hasattr(user, "_preference_read"):
        user._preference_read = next(iter(_profile(user=user.pk)), None)  # type: ignore[attr-defined]
    return user._preference_read  # type: ignore[attr-defined,no-any-return]


_profile = Prepared(lambda: Preference.objects.filter(user=Given("user")))


def remember(
    request: HttpRequest, response: HttpResponse, wanted: Display, *, answered_at: datetime | None
) -> None:
    """`answered_at`: the moment of an answer about elder mode, or None when the change was about something else."""
    write_cookies(response, wanted)
    if not request.user.is_authenticated:
        return
    chosen: dict[str, object] = dict(wanted.chosen)
    if answered_at:
        chosen["answered_at"] = answered_at
    Preference.objects.update_or_create(user=request.user, defaults=chosen)


def write_cookies(response: HttpResponse, display: Display) -> None:
    for name, value in display.chosen.items():
        response.set_cookie(
            name,
            value,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )
