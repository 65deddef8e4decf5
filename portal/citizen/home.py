"""The first page: what do you want to do?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from portal.citizen.summaries import summaries
from portal.citizen.visitor import visitor
from services.applications.queries import of_person
from services.catalogue.queries import on_offer
from services.sharing.models import DataRequest

POPULAR, TASKS, LATEST = 6, 2, 3


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    actor = visitor(request)
    items = list(on_offer(localdate())[:POPULAR])
    context = {
        "tasks": items[:TASKS],
        "popular": items,
        "mine": summaries(of_person(actor)[:LATEST]) if actor.person_id else [],
        "looked": DataRequest.objects.visible_to(actor).values("department").distinct().count()
        if actor.person_id
        else 0,
    }
    return render(request, "citizen/home.html", context)
