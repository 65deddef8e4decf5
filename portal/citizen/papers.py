"""A paper on a page of its own and as a signed PDF; the address at its foot leads back to the record (portal/showing)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.identity.actors import actor_of, person_required
from portal.showing.found import whole_or_404
from portal.showing.papers import Paper, contents, papers_of
from portal.showing.printed_papers import pdf_of
from services.applications.models import Application
from services.certificates.errors import FontNotReady


@person_required
def paper(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    application, found = _find(request, pk, kind)
    return render(request, "citizen/paper.html", contents(application, found))


@person_required
def paper_pdf(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    application, found = _find(request, pk, kind)
    try:
        pdf = pdf_of(application, found)
    except FontNotReady:
        return render(request, "citizen/certificate_waits.html", {"application": application}, status=503)
    name = f"{kind}-{application.case_code}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store, private"},
    )


def _find(request: HttpRequest, pk: UUID, kind: str) -> tuple[Application, Paper]:
    application = whole_or_404(pk, actor_of(request))
    found = [each for each in papers_of(application) if each.kind == kind]
    if not found:
        raise Http404(kind)
    return application, found[-1]
