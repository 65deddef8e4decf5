"""What every view of the API has in common: who may call, in which language it answers, how it says no.

A view is closed unless it says otherwise: it answers confirmed citizens only. It stays thin: parse, call queries or one
action, answer by the shape beside it. Nothing here knows a model. JSON is the only form, whatever the client accepts.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.http import Http404
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from portal.api import problems
from portal.api.callers import BySession, ByToken, ConfirmedPerson
from portal.api.reading import Json
from portal.identity.actors import actor_of
from portal.zero_bytes import ZERO, names_with
from services.actions.actor import Actor


class OnlyJson(BaseContentNegotiation):
    """RFC 9110 12.1: a server may answer in the form it has. One form, and no 406 anywhere."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        given = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == given), None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    """For confirmed citizens, by the session of the site or by a session token."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (ByToken, BySession)
    permission_classes: Sequence[type[BasePermission]] = (ConfirmedPerson,)
    parser_classes: Sequence[type[BaseParser]] = (Json,)
    throttle_classes: Sequence[type[BaseThrottle]] = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = OnlyJson
    versioning_class = None
    http_method_names = ["get", "head", "post", "delete"]

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    @property
    def person_id(self) -> UUID:
        """Of a view that only confirmed persons reach."""
        return cast(UUID, self.actor.person_id)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(language_of(request))
        super().initial(request, *args, **kwargs)
        refuse_zero_bytes(request)

    def get_exception_handler(self) -> Callable[..., Response]:
        return problems.respond


def refuse_zero_bytes(request: Request) -> None:
    """In the address: shapes refuse them in bodies. Raises Http404 or DRF's ValidationError."""
    if ZERO in request.path_info:
        raise Http404
    if wrong := names_with(request.query_params):
        says = str(ProhibitNullCharactersValidator.message)
        raise ValidationError({name.replace(ZERO, ""): [says] for name in wrong})


class PublicView(ApiView):
    """For everybody. Nobody is looked up, so that no cookie can matter and no forged form can use one."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


def language_of(request: Request) -> str:
    """The first of Accept-Language that the portal speaks; the cookie of the pages has no say where a client asks."""
    asked = request.headers.get("Accept-Language", "")
    for code, _quality in parse_accept_lang_header(asked):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
