"""The certificates one's department issued, the newest first, and revoking one."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.panel import Typed, seen_or_refused, typed
from portal.desk.site import site
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.actions.errors import KeyReused
from services.certificates.actions.revoke import revoke
from services.certificates.errors import NotInForce, ReasonMissing
from services.certificates.models import Certificate
from services.certificates.queries import visible_to
from services.paging import BadCursor, page
from services.sharing.officers import avoided

NEWEST_FIRST = ("issued_at", "id")
PAGE_SIZE = 15
LONGEST_REASON = 300


@site.page("certificates/", "desk_certificates")
def certificates(request: HttpRequest) -> HttpResponse:
    place = {name: request.GET.get(name, "") for name in ("after", "before")}
    rows = _readable(actor_of(request))
    try:
        found = page(rows, NEWEST_FIRST, size=PAGE_SIZE, descending=True, **place)
    except BadCursor as error:
        raise Http404("cursor") from error
    context = {"page": found, "rows": found.rows, "begun": any(place.values())}
    return render(request, "desk/certificates.html", {**context, **site.each_context(request)})


@site.page("certificates/<uuid:pk>/", "desk_certificate")
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = seen_or_refused(
        request,
        _readable(actor).filter(pk=pk).first(),
        lambda: revoke(certificate_id=pk, reason="", actor=actor, at=now()),
    )
    return _revoke(request, found) if request.method == "POST" else _page(request, found, Typed())


def _readable(actor: Actor) -> QuerySet[Certificate]:
    """Of holders this caseworker has not stepped back from."""
    return visible_to(actor).exclude(holder__in=avoided(actor))


def _revoke(request: HttpRequest, found: Certificate) -> HttpResponse:
    actor, given = actor_of(request), typed(request, "reason")
    try:
        revoke(certificate_id=found.pk, reason=given.text, actor=actor, at=now(), request_key=given.key)
    except ReasonMissing:
        error = _("Write the reason. Whoever checks the certificate reads it.")
        return _page(request, found, given.wrong(error))
    except (NotInForce, KeyReused):
        found.refresh_from_db()
        return _page(request, found, given.overtaken(_("This certificate is no longer in force.")))
    return redirect("admin:desk_certificate", pk=found.pk)


def _page(request: HttpRequest, found: Certificate, typed: Typed) -> HttpResponse:
    state = found.state_at(now())
    context = {"certificate": found, "state": state, "typed": typed, "longest": LONGEST_REASON}
    page = {**context, **site.each_context(request)}
    return render(request, "desk/certificate.html", page, status=typed.status)
