"""Who is calling: a citizen, by the session of the site (cookie and CSRF token) or by a session token of an app.

Both are sessions of the citizens' door (portal/identity/doors.py). A caseworker's session is nobody here, in whichever
header it comes: this is the citizens' side.
"""

from copy import copy
from typing import Any

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.http import QueryDict
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from portal.api.problems import Problem
from services.people.models import User

TOKEN_HEADER = "X-Session-Token"  # noqa: S105 - the name of a header


class ByToken(XSessionTokenAuthentication):  # type: ignore[misc]
    """`session.py` gives the token; it lives and dies with its session."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        found: tuple[User, Any] | None = super().authenticate(request)
        return found if found and found[0].kind == User.Kind.CITIZEN else None

    def authenticate_header(self, request: Request) -> str:
        return TOKEN_HEADER


class BySession(SessionAuthentication):
    """The doors have made everybody of the other side anonymous before this looks."""

    def enforce_csrf(self, request: Any) -> None:
        """By the header alone: a look for the token in a form would read the body before its view does."""
        bare = copy(request._request)
        bare._post = QueryDict()
        try:
            super().enforce_csrf(bare)
        except PermissionDenied as refused:
            raise Problem("csrf") from refused


class ConfirmedPerson(BasePermission):
    """An account that belongs to a person. Others are told which of the two is missing."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if request.user.person_id is None:
            raise Problem("not-confirmed")
        return True


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ByToken
    name = "sessionToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": TOKEN_HEADER,
            "description": "From `POST /api/v1/session`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BySession
    name = "siteSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The session of the site. Whatever writes also needs `X-CSRFToken`, as Django asks for it.",
        }
