"""Domain errors turned into answers, in the words of `portal/refusals`, and the pages for what went wrong.

A view catches the errors it has something better to say about; everything else ends here, so that no refusal is a 500.
"""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accessibility.display import read
from portal.refusals import DENIED, SAID
from portal.refusals.said import Said
from services.actions.errors import Denied, DomainError

View = Callable[..., HttpResponse]
OTHERWISE_DENIED: Said = (_("You may not do this."), HTTPStatus.FORBIDDEN)
OTHERWISE: Said = (_("This is not possible now."), HTTPStatus.CONFLICT)


def public(view: View) -> View:
    """A view of somebody else's that anyone may call."""
    return login_not_required(view)


def words_for(error: DomainError) -> Said:
    """The sentence and the status: what happened, and how to go on."""
    if isinstance(error, Denied):
        return DENIED.get(error.reason, OTHERWISE_DENIED)
    return next((said for kind, said in SAID.items() if isinstance(error, kind)), OTHERWISE)


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
