"""The certificates one's department issued, the newest first, and revoking one."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.site import site
from portal.identity.actors import actor_of
from services.actions.errors import DomainError, KeyReused
from services.certificates.actions.revoke import revoke
from services.certificates.errors import NotInForce, ReasonMissing
from services.certificates.models import Certificate
from services.certificates.queries import visible_to
from services.paging import BadCursor, page

NEWEST_FIRST = ("issued_at", "id")
PAGE_SIZE = 15


@dataclass(frozen=True)
class Revocation:
    """The form of the panel as it stands: `key` makes two presses one act."""

    key: UUID
    reason: str = ""
    error: str = ""


@site.page("certificates/", "desk_certificates")
def certificates(request: HttpRequest) -> HttpResponse:
    place = {name: request.GET.get(name, "") for name in ("after", "before")}
    rows = visible_to(actor_of(request))
    try:
        found = page(rows, NEWEST_FIRST, size=PAGE_SIZE, descending=True, **place)
    except BadCursor as error:
        raise Http404("cursor") from error
    context = {"page": found, "rows": found.rows, "begun": any(place.values())}
    return render(request, "desk/certificates.html", {**context, **site.each_context(request)})


@site.page("certificates/<uuid:pk>/", "desk_certificate")
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        if request.method == "POST":
            with suppress(DomainError):  # refuses, and keeps the trace
                revoke(certificate_id=pk, reason="", actor=actor, at=now())
        raise Http404
    return _revoke(request, found) if request.method == "POST" else _page(request, found, Revocation(uuid4()))


def _revoke(request: HttpRequest, found: Certificate) -> HttpResponse:
    actor, reason, key = actor_of(request), request.POST.get("reason", ""), _key(request)
    try:
        revoke(certificate_id=found.pk, reason=reason, actor=actor, at=now(), request_key=key)
    except ReasonMissing:
        error = _("Write the reason. Whoever checks the certificate reads it.")
        return _page(request, found, Revocation(key, reason, error), status=422)
    except (NotInForce, KeyReused):
        found.refresh_from_db()
        error = _("This certificate is no longer in force.")
        return _page(request, found, Revocation(key, reason, error), status=409)
    return redirect("admin:desk_certificate", pk=found.pk)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("request_key", ""))
    except ValueError:
        return uuid4()


def _page(
    request: HttpRequest, found: Certificate, revocation: Revocation, status: int = 200
) -> HttpResponse:
    context = {"certificate": found, "state": found.state_at(now()), "revocation": revocation}
    return render(request, "desk/certificate.html", {**context, **site.each_context(request)}, status=status)
