"""Signing in without a browser: name and password, and the second step of whoever has one, for a session token.

allauth does it, by the same door, the same limits and the same words as the page; here its answers get our shape. Apps
send the token as X-Session-Token. Accounts, passwords and second factors are managed on the site only.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account.views import LoginView, SessionView
from allauth.headless.constants import Client, Flow
from allauth.headless.mfa.views import AuthenticateView
from django.contrib.messages import get_messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.callers import TOKEN_HEADER
from portal.api.problems import Problem, problems
from portal.api.reading import read
from portal.api.shapes import Shape
from portal.api.view import PublicView

TOKEN = OpenApiParameter(TOKEN_HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)
Given = dict[str, Any]


class Credentials(Shape):
    login = serializers.CharField(max_length=254, help_text="User name or e-mail address.")
    password = serializers.CharField(max_length=500, trim_whitespace=False)


class Code(Shape):
    code = serializers.CharField(max_length=40, help_text="Six digits from the app, or a spare code.")


class SessionShape(Shape):
    token = serializers.CharField(help_text="For the header X-Session-Token.")
    complete = serializers.BooleanField(help_text="false: the account asks for a code next, with this token.")


class Session(PublicView):
    @extend_schema(
        operation_id="sign_in",
        tags=["session"],
        request=Credentials,
        responses={200: SessionShape, **problems(400, 403, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        """Begins a session. Caseworkers have no way in here."""
        given = read(Credentials, request.data)
        name = "email" if "@" in given["login"] else "username"
        return _answer(request, LoginView, {name: given["login"], "password": given["password"]})

    @extend_schema(
        operation_id="sign_out", tags=["session"], parameters=[TOKEN], request=None, responses={204: None}
    )
    def delete(self, request: Request) -> Response:
        """Ends the session of the token, if there is one."""
        _ask(request, SessionView, {})
        return Response(status=204)


class SecondFactor(PublicView):
    @extend_schema(
        operation_id="sign_in_second_factor",
        tags=["session"],
        parameters=[TOKEN],
        request=Code,
        responses={200: SessionShape, **problems(400, 401, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        """The second step of an account that has one."""
        return _answer(request, AuthenticateView, read(Code, request.data))


def _ask(request: Request, view: type[Any], given: Given) -> HttpResponseBase:
    """allauth reads the request of Django: it is given our words for its own."""
    django_request = request._request
    django_request._body = json.dumps(given).encode()
    answer: Callable[..., HttpResponseBase] = view.as_api_view(client=Client.APP)
    try:
        return answer(django_request)
    except ImmediateHttpResponse as immediate:  # the token is of no session
        found: HttpResponseBase = immediate.response
        return found


def _answer(request: Request, view: type[Any], given: Given) -> Response:
    answer = _ask(request, view, given)
    said = json.loads(getattr(answer, "content", b"") or b"{}")
    token = said.get("meta", {}).get("session_token") or request.headers.get(TOKEN_HEADER, "")
    if answer.status_code == HTTPStatus.OK:
        return Response({"token": token, "complete": True})
    if answer.status_code == HTTPStatus.UNAUTHORIZED and _waits_for_code(said):
        return Response({"token": token, "complete": False})
    raise _problem(request, answer.status_code, said)


def _waits_for_code(said: Given) -> bool:
    flows = said.get("data", {}).get("flows", [])
    return any(flow["id"] == Flow.MFA_AUTHENTICATE and flow.get("is_pending") for flow in flows)


def _problem(request: Request, status: int, said: Given) -> Problem:
    if "errors" in said:
        errors = {each.get("param", "login"): each["message"] for each in said["errors"]}
        return Problem("bad-input", errors=errors)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Problem(
            "too-many", _("We pause here to keep your account safe. Please try again in a few minutes.")
        )
    if list(get_messages(request._request)):  # the door has spoken; a message is for pages
        return Problem("forbidden", _("Caseworkers sign in at the desk."))
    return Problem("not-signed-in", headers={"WWW-Authenticate": TOKEN_HEADER})
