"""One application at the desk, in reading order: what is asked, what the rules say, what is known and from where, what
was answered, put right and done; beside it, what can be done now.

The page shows; `portal/desk/acting.py` does, and comes back here with what went wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from portal.desk.act_forms import ActForm
from portal.desk.corrections import rounds_of
from portal.desk.evidence import checked, registers
from portal.desk.handling import NOTE, STEP_BACK, Act, forms_for, holding, may_write, offered
from portal.desk.history import actors, history
from portal.desk.places import Place, answers_of, places_of
from portal.desk.recused import turning_away
from portal.desk.site import site
from portal.desk.words import Names, due_sign, number_of, state_sign
from portal.identity.actors import actor_of
from portal.showing.corrected import looked_at_again
from portal.showing.known import known_groups
from portal.showing.reasons import reasons
from portal.showing.rule_table import rule_table
from portal.showing.runs import said_of, why_unjudged
from portal.showing.timeline import Step
from services.actions.actor import Actor
from services.actions.visible import Visible
from services.applications.models import Application
from services.applications.opening import codes_held
from services.applications.queries import last_run, silent, whole
from services.applications.states import ENDED
from services.applications.uploads import asks_for_files, uploads_of
from services.calendars.queries import calendar
from services.certificates.queries import for_source
from services.departments.models import StaffMember
from services.enquiries.queries import about
from services.prepared import Given
from services.sharing.actions.note_look import note_look
from services.sharing.models import Look


@dataclass(frozen=True)
class Overtaken:
    """Somebody was faster. `step`: what they did; `written`: the words that were not recorded."""

    title: str
    step: Step
    written: Sequence[str]


@dataclass(frozen=True)
class Offer:
    """An act of the panel with its form; `is_open` where the form has come back."""

    act: Act
    form: ActForm
    is_open: bool


@site.page("applications/<uuid:pk>/", "desk_application")
@turning_away
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = find(pk, actor)
    if found is None:
        if actor.department_id:  # whoever has no post looks for nobody, and finds nothing anywhere
            note_look(
                person_id=None,
                source=f"application:{pk}",
                kind=Look.Kind.DESK,
                is_live=False,
                actor=actor,
                at=now(),
            )
        raise Http404
    return show(request, found)


def with_hands(actor: Actor) -> "QuerySet[Application]":
    """Everything about applications of the department, and who had them in hand."""
    return (
        whole(actor)
        .select_related("holder")
        .prefetch_related(
            "assessments__rule_version", "assignments__staff", "corrections__asked_by", "notes__author"
        )
    )


def find(pk: UUID, actor: Actor) -> Application | None:
    return _with_hands.first(actor, key=pk)


_with_hands = Visible(lambda anybody: with_hands(anybody).filter(pk=Given("key")))


def show(
    request: HttpRequest,
    found: Application,
    *,
    bad: tuple[Act, ActForm] | None = None,
    overtaken: Overtaken | None = None,
) -> HttpResponse:
    """The page; with a form that came back (422), or with the news that somebody was faster (409)."""
    frame, at = site.each_context(request), now()
    look = _on_record(found, actor_of(request), at)
    body = _body(found, look, actor_of(request), at)
    context = {
        **frame,
        **_head(found, at),
        **body,
        **_panel(found, frame["post"], body["places"], bad),
        "overtaken": overtaken,
        "bad_form": bad[1] if bad else None,
    }
    return render(request, "desk/application.html", context, status=409 if overtaken else 422 if bad else 200)


def _on_record(found: Application, actor: Actor, at: datetime) -> UUID:
    """The page shows values of a person: that is a look, and the person reads of it. What is shown opens against it."""
    return note_look(
        person_id=found.person_id,
        source=found.source,
        kind=Look.Kind.DESK,
        fields=codes_held(found.pk),
        is_live=found.state not in ENDED,
        actor=actor,
        at=at,
    )


def _head(found: Application, at: datetime) -> dict[str, Any]:
    decision = getattr(found, "decision", None)
    return {
        "application": found,
        "number": number_of(found),
        "state": state_sign(found),
        "due": due_sign(found, today=localdate(at), days=calendar()),
        "ended": found.state in ENDED,
        "decision": decision,
        "certificate": for_source(found.source),
    }


def _body(found: Application, look: UUID, actor: Actor, at: datetime) -> dict[str, Any]:
    groups = known_groups(found, look=look)
    places = places_of(found, groups)
    run = last_run(found)
    names = Names(actors(found))
    decision = getattr(found, "decision", None)
    conditions = checked(reasons(found, groups), at=at)
    return {
        "run": run,
        "run_says": said_of(run),
        "unjudged": why_unjudged(found) if run is None else "",
        "conditions": conditions,
        "rule_table": rule_table(run),
        **looked_at_again(found),
        "any_stale": any(each.is_stale for each in conditions),
        "registers": registers(groups, at=at),
        "silent": [each.department for each in silent(found)],
        "places": places,
        "answers": answers_of(found),
        "uploads": uploads_of(found) if asks_for_files(found) else [],
        "enquiry": about(found.source, actor),
        "rounds": rounds_of(found, places),
        "steps": history(found, names),
        "decider": names.of_decision(decision) if decision else "",
    }


def _panel(
    found: Application, me: StaffMember | None, places: Sequence[Place], bad: tuple[Act, ActForm] | None
) -> dict[str, Any]:
    hands, acts = holding(found, me), offered(found, me)
    forms = forms_for([each for each in (hands, *acts, NOTE, STEP_BACK) if each], found, places=places)
    if bad:
        forms[bad[0].name] = bad[1]
    return {
        "me": me,
        "hands": hands and Offer(hands, forms[hands.name], is_open=bool(bad and bad[0] == hands)),
        "offers": [Offer(act, forms[act.name], is_open=bool(bad and bad[0] == act)) for act in acts],
        "step_back": forms[STEP_BACK.name] if me else None,
        "note": forms[NOTE.name] if may_write(found, me) else None,
    }
