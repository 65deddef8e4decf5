"""拟停发: entitlements that a check found to be over. A caseworker looks, and ends them or lets them go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.panel import key_of, seen_or_refused
from portal.desk.site import site
from portal.desk.words import Names, Sign, day_sign
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.actions.errors import KeyReused
from services.aftercare.actions.answer_stop import confirm_stop, dismiss_stop
from services.aftercare.ending import overpaid
from services.aftercare.errors import AlreadyAnswered, AlreadyEnded, BadEventDay, WordsMissing
from services.aftercare.models import Ending, ProposedStop
from services.aftercare.queries import ending_of, open_stops, whole_stops
from services.calendars.queries import calendar
from services.texts import Text

MOST = 100


@dataclass(frozen=True)
class Line:
    """One condition that is known not to be met: what was found, and since when."""

    requirement: Text
    found: Text | Any
    since: date | None


@dataclass(frozen=True)
class Typed:
    """The form as it stands. `errors`: field -> what is wrong with it."""

    key: UUID
    answer: str = ""
    kind: str = Ending.Kind.CANCELLED
    event_on: str = ""
    reason: str = ""
    errors: Mapping[str, str] | None = None


@site.page("stops/", "desk_stops")
def stops(request: HttpRequest) -> HttpResponse:
    rows = [(each, _due(each), lines_of(each)) for each in open_stops(actor_of(request))[:MOST]]
    context = {"rows": rows, "overdue": sum(due.chip == "over" for _, due, _ in rows)}
    return render(request, "desk/stops.html", {**context, **site.each_context(request)})


@site.page("stops/<uuid:pk>/", "desk_stop")
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = seen_or_refused(
        request,
        whole_stops(actor).filter(pk=pk).first(),
        lambda: dismiss_stop(stop_id=pk, reason="", actor=actor, at=now()),
    )
    if request.method != "POST":
        return _page(request, found, Typed(uuid4(), event_on=_first_day(found)))
    return _answer(request, found, _typed(request))


def _answer(request: HttpRequest, found: ProposedStop, typed: Typed) -> HttpResponse:
    event_on = _day(typed.event_on)
    if typed.answer == "confirm" and event_on is None:
        return _page(request, found, typed, {"event_on": _("Give the day, such as 2026-03-15.")}, 422)
    try:
        _act(found, typed, event_on, actor_of(request))
    except WordsMissing:
        words = _("Write why. The citizen or the family reads it.")
        return _page(request, found, typed, {"reason": words}, 422)
    except BadEventDay:
        return _page(request, found, typed, {"event_on": _("This day has not come yet.")}, 422)
    except (AlreadyAnswered, AlreadyEnded, KeyReused):
        found.refresh_from_db()
        return _page(request, found, typed, {"": _("A colleague has answered this already.")}, 409)
    return redirect("admin:desk_stop", pk=found.pk)


def _act(found: ProposedStop, typed: Typed, event_on: date | None, actor: Actor) -> None:
    at, key = now(), typed.key
    if typed.answer != "confirm" or event_on is None:
        dismiss_stop(stop_id=found.pk, reason=typed.reason, actor=actor, at=at, request_key=key)
        return
    confirm_stop(
        stop_id=found.pk,
        kind=Ending.Kind(typed.kind),
        event_on=event_on,
        reason=typed.reason,
        actor=actor,
        at=at,
        request_key=key,
    )


def _page(
    request: HttpRequest,
    found: ProposedStop,
    typed: Typed,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    application, day = found.entitlement.application, _day(typed.event_on)
    context = {
        "stop": found,
        "due": _due(found),
        "lines": lines_of(found),
        "typed": typed,
        "errors": errors or {},
        "months": overpaid(application, day, localdate()) if day else [],
        "ending": ending_of(application),
        "closed_by": Names([found.closed_by])[found.closed_by] if found.closed_by else "",
    }
    return render(request, "desk/stop.html", {**context, **site.each_context(request)}, status=status)


def lines_of(found: ProposedStop) -> list[Line]:
    check = found.recheck
    return [
        Line(
            line["requirement"], line["value_label"] or line["value"], _day(check.since.get(line["fact"], ""))
        )
        for line in check.conditions
        if line["fact"] in check.failed
    ]


def _due(found: ProposedStop) -> Sign:
    return day_sign(found.due_on, provisional=found.due_is_provisional, today=localdate(), days=calendar())


def _first_day(found: ProposedStop) -> str:
    """What the register says, where it says when."""
    return min(found.recheck.since.values(), default="")


def _typed(request: HttpRequest) -> Typed:
    def given(name: str) -> str:
        return request.POST.get(name, "")

    kind = given("kind") if given("kind") in Ending.Kind.values else Ending.Kind.CANCELLED
    return Typed(key_of(request), given("answer"), kind, given("event_on"), given("reason"))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # such as 2026-02-30
        return None
