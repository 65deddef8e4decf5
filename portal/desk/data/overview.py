"""The data officer's first page: what waits for an answer, what is found against our registers, and what nobody may read."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from portal.desk.data.disputes import open_disputes_of, rows_of
from portal.desk.data.door import for_data_officers
from portal.desk.site import site
from portal.desk.words import Sign, day_sign
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.calendars.queries import calendar
from services.sharing.models import GrantRequest, NegativeListEntry
from services.sharing.shortcomings import Shortcoming, shortcomings

DAYS = 30


@dataclass(frozen=True)
class Dated:
    """Something with a last day."""

    row: object
    due: Sign


@site.page("data/", "desk_data")
@for_data_officers
def overview(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    context = {
        "rows": rows_of(open_disputes_of(actor)),
        "requests": [_dated(each, each.due_on) for each in _to_decide(actor)],
        "findings": _found(actor, days=DAYS),
        "days": DAYS,
        "negative": _negative(actor),
        "at": at,
    }
    return render(request, "desk/data/overview.html", {**context, **site.each_context(request)})


def _to_decide(actor: Actor) -> list[GrantRequest]:
    """Asked of us, not by us."""
    rows = GrantRequest.objects.open().filter(department=actor.department_id)
    return list(rows.select_related("consumer", "field", "purpose").order_by("due_on", "asked_at"))


def _found(actor: Actor, *, days: int) -> list[Shortcoming]:
    return shortcomings(actor, since=now() - timedelta(days=days))


def _negative(actor: Actor) -> list[NegativeListEntry]:
    rows = NegativeListEntry.objects.on(localdate()).filter(department=actor.department_id)
    return list(rows.select_related("resource", "field").order_by("review_on"))


def _dated(row: object, due_on: object) -> Dated:
    return Dated(row, day_sign(due_on, provisional=False, today=localdate(), days=calendar()))  # type: ignore[arg-type]
