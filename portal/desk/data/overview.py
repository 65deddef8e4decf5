"""The data officer's first page: what waits for an answer, what is found against our registers, and what nobody may read."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import ngettext

from portal.desk.data.disputes import open_disputes_of, rows_of
from portal.desk.data.door import for_data_officers
from portal.desk.site import site
from portal.desk.words import Sign, day_sign
from portal.identity.actors import actor_of
from portal.showing.scores import Row
from portal.showing.scores import rows_of as rows_of_score
from services.actions.actor import Actor
from services.calendars.queries import calendar
from services.departments.models import Department
from services.figures.sharing.from_rows import facts
from services.figures.sharing.score import score
from services.sharing.models import DataField, GrantRequest, NegativeListEntry, SourceFinding
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
    actor = actor_of(request)
    context = {
        "rows": rows_of(open_disputes_of(actor)),
        "requests": [_dated(each, each.due_on) for each in _to_decide(actor)],
        "findings": _found(actor, days=DAYS),
        "days": DAYS,
        "to_settle": _to_settle(actor),
        "negative": _negative(actor),
        "score": _score(actor),
    }
    return render(request, "desk/data/overview.html", {**context, **site.each_context(request)})


def _score(actor: Actor) -> list[Row]:
    """Of this month, as the public page has it."""
    today, code = localdate(), Department.objects.get(pk=actor.department_id or 0).code
    owners = dict(DataField.objects.values_list("code", "resource__department__code"))
    return rows_of_score(score(facts(today.replace(day=1), today), code, owners))


def _to_decide(actor: Actor) -> list[GrantRequest]:
    """Asked of us, not by us."""
    rows = GrantRequest.objects.open().filter(department=actor.department_id)
    return list(rows.select_related("consumer", "field", "purpose").order_by("due_on", "asked_at"))


def _found(actor: Actor, *, days: int) -> list[Shortcoming]:
    return shortcomings(actor, since=now() - timedelta(days=days))


def _to_settle(actor: Actor) -> str:
    """How many findings wait for a word of ours."""
    waiting = SourceFinding.objects.visible_to(actor).open().count()
    return ngettext("%(n)d to settle", "%(n)d to settle", waiting) % {"n": waiting} if waiting else ""


def _negative(actor: Actor) -> list[NegativeListEntry]:
    rows = NegativeListEntry.objects.on(localdate()).filter(department=actor.department_id)
    return list(rows.select_related("resource", "field").order_by("review_on"))


def _dated(row: object, due_on: object) -> Dated:
    return Dated(row, day_sign(due_on, provisional=False, today=localdate(), days=calendar()))  # type: ignore[arg-type]
