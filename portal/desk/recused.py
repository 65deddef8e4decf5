"""回避 on pages about one application: whoever has stepped back reads who goes on with it, and nothing about the person.

The action behind the page refuses, and keeps the trace as of every refusal; here that refusal gets its page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now

from portal.desk.site import site
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.applications.models import Application
from services.applications.queries import whole
from services.sharing.actions.note_look import note_look
from services.sharing.models import Look
from services.sharing.officers import CONCERNED, avoided

View = Callable[..., HttpResponse]


def turning_away(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, pk: UUID, **place: Any) -> HttpResponse:
        try:
            return view(request, pk, **place)
        except Denied as denied:
            if denied.reason != CONCERNED:
                raise
            return _page(request, pk)

    return answer


def keep_out(found: Application, actor: Actor) -> None:
    """For views that show something of the person without a look of their own. Raises `Denied`, on record."""
    if found.person_id in avoided(actor):
        note_look(person_id=found.person_id, source=found.source, kind=Look.Kind.DESK, actor=actor, at=now())


def _page(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(whole(actor_of(request)).select_related("holder"), pk=pk)
    context = {"case": found, **site.each_context(request)}
    return render(request, "desk/stepped_back.html", context, status=403)
