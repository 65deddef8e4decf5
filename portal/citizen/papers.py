"""A paper on a page of its own, ready to print; the address at its foot leads back to the record (portal/showing/papers.py)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal.identity.actors import actor_of, person_required
from portal.showing.papers import address_of, day_of, may_be_contested, papers_of, words_of
from services.applications.queries import whole


@person_required
def paper(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    application = get_object_or_404(whole(actor_of(request)), pk=pk)
    found = [each for each in papers_of(application) if each.kind == kind]
    if not found:
        raise Http404(kind)
    context = {
        "application": application,
        "paper": found[-1],
        "words": words_of(application, found[-1]),
        "day": day_of(application, found[-1]),
        "may_be_contested": may_be_contested(found[-1]),
        "address": address_of(pk, kind),
        "content": application.item_version.content,
    }
    return render(request, "citizen/paper.html", context)
