"""The first page of the desk: what waits for a person in one's department, the earliest promise first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from portal.desk.site import site
from portal.identity.actors import actor_of
from services.applications.queries import queue as waiting

MOST = 50


@site.page("", "queue")
def queue(request: HttpRequest) -> HttpResponse:
    rows = list(waiting(actor_of(request)).prefetch_related("assessments")[: MOST + 1])
    context = {
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "today": localdate(),
        **site.each_context(request),
    }
    return render(request, "desk/queue.html", context)
