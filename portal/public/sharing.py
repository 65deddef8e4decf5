"""部门共享评分: how departments share, in public, with how each number is counted; a month at a time, also for paper."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from portal.showing.here import here
from portal.showing.scores import Row, rows_of
from services.departments.models import Department
from services.figures.models import Figure
from services.figures.sharing.from_rows import facts
from services.figures.sharing.score import FEWEST, score
from services.figures.targets import strictest, targets_of
from services.sharing.models import DataField

EARLIEST = 2026


@dataclass(frozen=True)
class Standing:
    name: str
    rows: list[Row]


@login_not_required
def sharing(request: HttpRequest) -> HttpResponse:
    today = localdate()
    return _show(request, today.replace(day=1), today)


@login_not_required
def month(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A whole month, or as much of it as there is."""
    today = localdate()
    try:
        since = date(year, number, 1)
    except ValueError:
        raise Http404(f"{year}-{number}") from None
    if since > today or year < EARLIEST:
        raise Http404(f"{year}-{number}")
    return _show(request, since, min(today, _last(since)))


def _last(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _show(request: HttpRequest, since: date, until: date) -> HttpResponse:
    found = facts(since, until)
    owners = dict(DataField.objects.values_list("code", "resource__department__code"))
    codes = {each.department for each in found.asked} | {each.department for each in found.disputes}
    departments = Department.objects.filter(code__in=codes).order_by("code")
    context = {
        "since": since,
        "until": until,
        "before": since - timedelta(days=1) if since.year >= EARLIEST else None,
        "all": rows_of(score(found)),
        "departments": [
            Standing(here(each.short_name), rows_of(score(found, each.code, owners))) for each in departments
        ],
        "target": strictest(targets_of(Figure.SHARED_EVIDENCE), until),
        "fewest": FEWEST,
    }
    return render(request, "public/sharing.html", context)
