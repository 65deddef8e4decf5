"""How the API says no: application/problem+json (RFC 9457), with the same sentences as the pages.

`type` names one of the kinds below and can be opened; `title` says what the kind is, `detail` what happened here, both in
the language of the answer. `errors` gives each wrong question or field its sentence. Errors of the domain get their
words and their status where the pages get them (portal/refusals); kinds only name what a program may want to tell apart.
"""

import logging
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.signals import got_request_exception
from django.http import Http404, UnreadablePostError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from portal.api.problem_kinds import BY_STATUS, KINDS
from portal.api.shapes import Shape
from portal.errors import OTHERWISE_DENIED, words_for
from portal.refusals.said import NOT_THERE
from services.actions.errors import DomainError, KeyReused
from services.aftercare.errors import AlreadyAppealed, NotRefused, TooLateToAppeal
from services.applications.errors import (
    AlreadySubmitted,
    AlreadyUnderWay,
    BadAnswers,
    NotAskedFor,
    NothingAsked,
    ReplyMissing,
    ShownDiffers,
    TooLateToRescind,
    UnknownVariant,
    VariantMissing,
)
from services.applications.states import IllegalMove
from services.ratings.errors import AlreadyRated
from services.texts import in_language

CONTENT_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)


class ProblemShape(Shape):
    """RFC 9457. Members that only some kinds have are absent elsewhere."""

    type = serializers.CharField(help_text="Opens to the meaning of the kind.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(), required=False, help_text="Question or field -> what is wrong with it."
    )
    changed = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Fields whose values changed since they were shown.",
    )
    application = serializers.UUIDField(
        required=False, help_text="The application that is under way already."
    )


class Problem(Exception):
    """`kind`: a key of KINDS. `members`: what this kind adds to the four of every problem."""

    def __init__(
        self,
        kind: str,
        detail: str | Promise = "",
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ):
        super().__init__(kind)
        self.kind, self.detail, self.members = kind, detail, members
        self.headers = headers or {}

    def response(self) -> Response:
        kind, language = KINDS[self.kind], get_language() or "zh"
        body = {
            "type": reverse("api:problem", args=[self.kind]),
            "title": in_language(kind.title, language),
            "status": int(kind.status),
            "detail": str(self.detail) or in_language(kind.meaning, language),
            **self.members,
        }
        return Response(body, status=kind.status, content_type=CONTENT_TYPE, headers=dict(self.headers))


def respond(error: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler. Never lets anything through: what nobody foresaw is logged and said to be our fault."""
    problem = problem_of(error)
    if problem.kind == "our-fault":
        request = context["request"]
        got_request_exception.send(sender=type(context["view"]), request=request._request)
        logger.error("%s %s", request.method, request.path, exc_info=error)
    return problem.response()


@singledispatch
def problem_of(error: Exception) -> Problem:
    return Problem("our-fault")


@problem_of.register
def _as_it_is(error: Problem) -> Problem:
    return error


@problem_of.register
def _of_domain(error: DomainError) -> Problem:
    words, status = words_for(error)
    return Problem(BY_STATUS[status], words)


# errors a program may want to tell apart, and the kind of each; the words are those of the pages
NAMED: Mapping[type[DomainError], str] = {
    KeyReused: "key-reused",
    IllegalMove: "moved-on",
    AlreadySubmitted: "moved-on",
    NothingAsked: "moved-on",
    TooLateToRescind: "too-late",
    TooLateToAppeal: "too-late",
    AlreadyAppealed: "moved-on",
    NotRefused: "moved-on",
    AlreadyRated: "already-rated",
}


def _of_what_has_a_name(error: DomainError) -> Problem:
    return Problem(NAMED[type(error)], words_for(error)[0])


for each in NAMED:
    problem_of.register(each, _of_what_has_a_name)


@problem_of.register
def _of_missing_replies(error: ReplyMissing) -> Problem:
    return Problem(
        "bad-answers", words_for(error)[0], errors=dict.fromkeys(error.codes, _("Please answer this."))
    )


@problem_of.register
def _of_what_was_not_asked(error: NotAskedFor) -> Problem:
    words = words_for(error)[0]
    return Problem("not-asked-for", words, errors=dict.fromkeys(error.codes, str(words)))


@problem_of.register(UnknownVariant)
@problem_of.register(VariantMissing)
def _of_variants(error: DomainError) -> Problem:
    words = words_for(error)[0]
    return Problem("bad-input", words, errors={"variant": str(words)})


@problem_of.register
def _of_another_application(error: AlreadyUnderWay) -> Problem:
    return Problem("already-under-way", application=str(error.application_id))


@problem_of.register
def _of_answers(error: BadAnswers) -> Problem:
    language = get_language() or "zh"
    errors = {each.question: in_language(each.says, language) for each in error.objections}
    return Problem("bad-answers", errors=errors)


@problem_of.register
def _of_change(error: ShownDiffers) -> Problem:
    words = _(
        "A department gave a new value while this page was open. It is marked below. Nothing has been sent yet."
    )
    return Problem("changed", words, changed=sorted(error.fields))


@problem_of.register
def _of_input(error: ValidationError) -> Problem:
    return Problem("bad-input", errors=dict(_sentences(error.detail)))


@problem_of.register
def _of_framework(error: APIException) -> Problem:
    headers = {"WWW-Authenticate": error.auth_header} if hasattr(error, "auth_header") else {}
    return Problem(BY_STATUS[error.status_code], headers=headers)


@problem_of.register
def _of_missing(error: Http404) -> Problem:
    return Problem("not-found", NOT_THERE[0])


@problem_of.register
def _of_permission(error: PermissionDenied) -> Problem:
    return Problem("forbidden", OTHERWISE_DENIED[0])


@problem_of.register(SuspiciousOperation)
@problem_of.register(UnreadablePostError)
def _of_broken_request(error: Exception) -> Problem:
    return Problem("too-large" if isinstance(error, RequestDataTooBig) else "malformed")


def _sentences(detail: Any, path: str = "") -> list[tuple[str, str]]:
    """DRF's nested complaints as `field.subfield` -> one sentence."""
    if isinstance(detail, Mapping):
        return [
            pair
            for name, inner in detail.items()
            for pair in _sentences(inner, f"{path}.{name}" if path else str(name))
        ]
    if isinstance(detail, list):
        inner = next((each for each in detail if each), "")
        return _sentences(inner, path)
    return [(path, str(detail))]


def problems(*statuses: int) -> dict[tuple[int, str], Any]:
    """For the documentation: each of these answers is a problem, of one of the kinds that are named."""
    return {
        (status, CONTENT_TYPE): OpenApiResponse(
            ProblemShape, ", ".join(name for name, kind in KINDS.items() if kind.status == status)
        )
        for status in statuses
    }
