"""The first page: what do you want to do?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from portal.citizen.summaries import summaries
from portal.citizen.visitor import visitor
from services.applications.queries import latest_of
from services.catalogue.queries import most_used
from services.sharing.queries import departments_asked_about

POPULAR, TASKS, LATEST = 6, 2, 3


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    actor = visitor(request)
    items = most_used(localdate(), POPULAR)
    context = {
        "tasks": items[:TASKS],
        "popular": items,
        "mine": summaries(latest_of(actor.person_id, LATEST)) if actor.person_id else [],
        "looked": len(departments_asked_about(actor.person_id)) if actor.person_id else 0,
    }
    return render(request, "citizen/home.html", context)
