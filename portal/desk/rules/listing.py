"""The rule sets of the department: what decides today, what comes, what is being written."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from portal.desk.rules.findings import closed_since
from portal.desk.rules.reading import Standing, decides, rule_sets_of, standing
from portal.desk.site import site
from services.rules.models import RuleSet, RuleVersion


@dataclass(frozen=True)
class Line:
    """`decides`: the version in force today. Of the others that were approved `standing` says why they are not."""

    version: RuleVersion
    standing: Standing
    decides: bool


@site.page("rules/", "desk_rules")
def rules(request: HttpRequest) -> HttpResponse:
    today = localdate()
    found = list(rule_sets_of(request).prefetch_related("versions"))
    closed = closed_since(found)
    sets = [(each, _lines(each, today), each.pk in closed) for each in found]
    return render(request, "desk/rules.html", {"sets": sets, **site.each_context(request)})


def _lines(rule_set: RuleSet, today: date) -> list[Line]:
    """The newest first."""
    versions = sorted(rule_set.versions.all(), key=lambda each: -each.number)
    return [Line(each, standing(each, today), decides(each, today)) for each in versions]
