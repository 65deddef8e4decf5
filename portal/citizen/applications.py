"""All of one's applications."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.citizen.summaries import summaries
from portal.identity.actors import actor_of, person_required
from services.applications.queries import of_person

MOST = 100


@person_required
def applications(request: HttpRequest) -> HttpResponse:
    rows = summaries(of_person(actor_of(request))[:MOST])
    return render(request, "citizen/applications.html", {"rows": rows})
