"""Domain errors turned into words and status codes, and the pages for what went wrong.

A view catches the errors it has something better to say about; everything else ends here, so that no refusal is a 500.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessibility.display import read
from services.actions.errors import Denied, DomainError, KeyReused
from services.applications.errors import AlreadySubmitted
from services.applications.states import IllegalMove
from services.certificates.errors import DocumentUnavailable, MissingGlyphs, PangoMissing

View = Callable[..., HttpResponse]
Said = tuple[str | Promise, HTTPStatus]

NOT_THERE: Said = (_("There is no such page, or it is not yours to see."), HTTPStatus.NOT_FOUND)
OTHERWISE_DENIED: Said = (_("You may not do this."), HTTPStatus.FORBIDDEN)
OTHERWISE: Said = (_("This is not possible now."), HTTPStatus.CONFLICT)
MOVED_ON: Said = (_("It has moved on in the meantime. Please look at it again."), HTTPStatus.CONFLICT)

DENIED: Mapping[str, Said] = {"not_visible": NOT_THERE, "not_your_application": NOT_THERE}
# the first kind that fits speaks: narrow before wide
SAID: Sequence[tuple[type[DomainError], Said]] = (
    (
        KeyReused,
        (_("This form was used before with other content. Please open the page again."), HTTPStatus.CONFLICT),
    ),
    (IllegalMove, MOVED_ON),
    (AlreadySubmitted, MOVED_ON),
    (
        MissingGlyphs,
        (
            _(
                "A character of the certificate cannot be printed. A person will see to it, you need do nothing."
            ),
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    ),
    (
        PangoMissing,
        (
            _(
                "PDFs cannot be made on this machine yet. The certificate itself is valid and can be checked online."
            ),
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    ),
    (
        DocumentUnavailable,
        (
            _("The document is still being made. Please try again in a minute."),
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    ),
)


def public(view: View) -> View:
    """A view of somebody else's that anyone may call."""
    return login_not_required(view)


def words_for(error: DomainError) -> Said:
    """The sentence and the status: what happened, and how to go on."""
    if isinstance(error, Denied):
        return DENIED.get(error.reason, OTHERWISE_DENIED)
    return next((said for kind, said in SAID if isinstance(error, kind)), OTHERWISE)


class DomainErrorMiddleware:
    """Turns what a view let through into a page."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        words, status = words_for(error)
        template = "404.html" if status == HTTPStatus.NOT_FOUND else "refused.html"
        return render(request, template, {"words": words}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = _(
        "This form has expired, or your browser sends no cookies. Go back, reload the page and send it again."
    )
    return render(request, "403.html", {"words": words}, status=HTTPStatus.FORBIDDEN)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: whatever failed may be one of them. A database that is away is a matter of moments."""
    from django.template import loader

    page = loader.get_template("500.html").render({"display": read(request.COOKIES)})
    if isinstance(sys.exception(), OperationalError):
        return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
