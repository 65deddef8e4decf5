"""Every act of the panel, one address each. POST does it once, however often it is sent, and leads back to the page.

What can go wrong is told where it helps: at the field with everything still filled in (422), or, when somebody was faster,
who it was and how things stand now, with the words that were not recorded (409). What is not the department's is not
there (404); the try is on record all the same, because the action is asked even then.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.act_forms import ActForm
from portal.desk.application import Overtaken, find, show, with_hands
from portal.desk.handling import ACTS, Act, is_possible
from portal.desk.history import actors, latest
from portal.desk.places import places_of
from portal.desk.recused import turning_away
from portal.desk.site import View, site
from portal.desk.words import Names
from portal.identity.actors import actor_of, post_of, safe_next
from portal.showing.known import known_groups
from services.actions.actor import Actor
from services.actions.errors import KeyReused
from services.applications.errors import HeldByColleague
from services.applications.models import Application
from services.applications.states import IllegalMove

FASTER = (HeldByColleague, IllegalMove, KeyReused)


def _view(act: Act) -> View:
    @turning_away
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.method != "POST":
            return redirect("admin:desk_application", pk=pk)
        return _do(request, act, pk)

    return view


for each in ACTS.values():
    site.page(f"applications/<uuid:pk>/{each.name.replace('_', '-')}/", f"desk_{each.name}")(_view(each))


def _do(request: HttpRequest, act: Act, pk: UUID) -> HttpResponse:
    actor, at = actor_of(request), now()
    found = find(pk, actor)
    if found is None:
        act.perform(application_id=pk, actor=actor, at=at, **act.form.nothing)  # refuses, and keeps the trace
        raise Http404
    places = places_of(found, known_groups(found))
    form = act.form(request.POST, application=found, act=act.name, places=places)
    if not form.is_valid():
        possible = is_possible(act, found, post_of(request))
        return show(request, found, bad=(act, form)) if possible else _too_late(request, found, actor, form)
    try:
        act.perform(application_id=pk, actor=actor, at=at, request_key=form.request_key, **form.given())
    except FASTER:
        now_it_is = get_object_or_404(with_hands(actor), pk=pk)
        return _too_late(request, now_it_is, actor, form)
    messages.success(request, str(act.done))
    way_back = safe_next(request, request.POST.get("next"))
    return redirect(
        way_back if way_back.startswith("/desk/") else reverse("admin:desk_application", args=[pk])
    )


def _too_late(request: HttpRequest, found: Application, actor: Actor, form: ActForm) -> HttpResponse:
    """Who did what, and when; it may have been oneself, in another tab."""
    key, step = latest(found, Names(actors(found)))
    title = _("This has been done already") if key == actor.key else _("Somebody was faster")
    return show(request, found, overtaken=Overtaken(title, step, form.written()))
