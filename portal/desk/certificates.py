"""The certificates one's department issued, and revoking one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.site import site
from portal.identity.actors import actor_of
from services.certificates.actions.revoke import revoke
from services.certificates.errors import NotInForce, ReasonMissing
from services.certificates.queries import visible_to

MOST = 50


@site.page("certificates/", "desk_certificates")
def certificates(request: HttpRequest) -> HttpResponse:
    rows = visible_to(actor_of(request)).order_by("-issued_at")[:MOST]
    return render(request, "desk/certificates.html", {"rows": rows, **site.each_context(request)})


@site.page("certificates/<uuid:pk>/", "desk_certificate")
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(visible_to(actor), pk=pk)
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            revoke(certificate_id=pk, reason=reason, actor=actor, at=now())
            return redirect("admin:desk_certificate", pk=pk)
        except ReasonMissing:
            error = _("Write the reason. Whoever checks the certificate reads it.")
        except NotInForce:
            error = _("This certificate is no longer in force.")
    context = {"certificate": found, "state": found.state_at(now()), "reason": reason, "error": error}
    return render(
        request,
        "desk/certificate.html",
        {**context, **site.each_context(request)},
        status=422 if error else 200,
    )
