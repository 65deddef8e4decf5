"""All of one's applications."""

from django.http import HttpResponse
from django.shortcuts import render

from portal.citizen.summaries import summaries
from portal.identity.actors import PersonRequest, person_required
from services.applications.queries import latest_of

MOST = 100


@person_required
def applications(request: PersonRequest) -> HttpResponse:
    rows = summaries(latest_of(request.person_id, MOST))
    return render(request, "citizen/applications.html", {"rows": rows})
