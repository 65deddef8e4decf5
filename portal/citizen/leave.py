"""Turning back: withdrawing before acceptance, taking back what rules approved within a day. Asked once, plainly."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from portal.citizen.check import read_key
from portal.identity.actors import actor_of, person_required
from portal.showing.found import whole_or_404
from portal.showing.way_out import way_out
from services.applications.actions.leave import rescind, withdraw

ACTS = {"withdraw": withdraw, "rescind": rescind}


@person_required
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET asks, POST does; where it is too late, the application's own page says how it stands."""
    actor = actor_of(request)
    application = whole_or_404(pk, actor)
    way = way_out(application, at=now())
    if not way:
        return redirect("application", pk=pk)
    if request.method == "POST":
        key = read_key(request.POST.get("request_key", ""))
        ACTS[way](application_id=pk, actor=actor, at=now(), request_key=key)
        return redirect("application", pk=pk)
    context = {
        "application": application,
        "way": way,
        "request_key": uuid4(),
        "content": application.content,
    }
    return render(request, "citizen/leave.html", context)
