"""One's certificates, and their PDF.

Normally the worker has issued the certificate before anybody looks; whoever looks first issues it otherwise, by the same
act. The PDF is made at first opening if it is not there yet.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now

from portal.identity.actors import PersonRequest, actor_of, person_required
from services.applications.handlers import certify
from services.applications.queries import of_person
from services.certificates.documents import pdf_of
from services.certificates.errors import FontNotReady
from services.certificates.models import Certificate
from services.certificates.queries import for_source, held_by


@dataclass(frozen=True)
class Held:
    """A certificate in the wallet, and the application whose page opens it."""

    certificate: Certificate
    state: str
    application_id: UUID


@person_required
def wallet(request: PersonRequest) -> HttpResponse:
    held = held_by(request.person_id)
    rows = [Held(each, each.state_at(now()), UUID(each.source.partition(":")[2])) for each in held]
    return render(request, "citizen/wallet.html", {"rows": rows})


@person_required
def certificate_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    application = get_object_or_404(of_person(actor_of(request)), pk=pk)
    certificate = for_source(application.source)
    certificate_id = certificate.pk if certificate else certify(application.pk)
    if certificate_id is None:
        raise Http404(str(pk))
    try:
        pdf = pdf_of(certificate_id)
    except FontNotReady:
        return render(request, "citizen/certificate_waits.html", {"application": application}, status=503)
    name = f"{application.item_version.item.code}-{application.case_code}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store, private"},
    )
