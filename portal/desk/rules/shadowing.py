"""The shadow of a version: what it would have said of every new application, beside what the rules in force said.

Two pages: the counts and who would have come out otherwise, the worst first; and one application with both tables, every
cell marked. It has no effect, and starting and stopping it are acts of the version (acts.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.desk.rules.cells import outcomes
from portal.desk.rules.reading import standing, version_of
from portal.desk.rules.replaying import chip_of
from portal.desk.site import site
from portal.desk.words import Names
from portal.showing.rule_table import RuleTable, table_of_run
from services.aftercare.looking_on import counts, look, of_content
from services.aftercare.models import ShadowRun
from services.applications.replay import SAME
from services.rules.models import RuleVersion, Shadow
from services.texts import Text

MOST = 200
FAILURES = {
    "M00_RULES_ALTERED": gettext_noop("What is stored is not what was written"),
    "M00_RULES_UNREADABLE": gettext_noop("The version cannot be read"),
    "M00_RULES_FAILED": gettext_noop("The version broke off"),
}


@dataclass(frozen=True)
class Line:
    """`chip`: no for worse, ask for a person more or less, ok for better, over where the version failed."""

    run: ShadowRun
    chip: str
    before: str
    after: str
    differs: Sequence[Text]


@site.page("rules/<uuid:pk>/shadow/", "desk_rule_shadow")
def rule_shadow(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = version_of(request, pk)
    shadows = list(version.shadows.all())
    other = list(of_content(version).exclude(severity=SAME).select_related("application")[:MOST])
    labels = _labels(other, version)
    context = {
        "version": version,
        "standing": standing(version, localdate()),
        "looks_on": bool(shadows) and shadows[-1].stopped_at is None,
        "turns": _turns(shadows),
        "counts": counts(version),
        "lines": [line_of(run, labels) for run in other],
        "most": MOST,
        **site.each_context(request),
    }
    return render(request, "desk/rule_shadow.html", context)


@site.page("rules/<uuid:pk>/shadow/<uuid:run>/", "desk_rule_shadow_case")
def rule_shadow_case(request: HttpRequest, pk: UUID, run: UUID) -> HttpResponse:
    """Both tables as they went on the same frozen facts. What a former content of the draft said is not shown any more."""
    version = version_of(request, pk)
    rows = of_content(version).select_related("application", "assessment__rule_version")
    found = get_object_or_404(rows, pk=run)
    decided = found.assessment.rule_version
    context = {
        "version": version,
        "line": line_of(found, _labels([found], version)),
        "decided": decided,
        "table_before": table_of_run(decided, found.assessment.trace["rows"], found.ruled_code),
        "table_after": _table(found, version),
        **site.each_context(request),
    }
    return render(request, "desk/rule_shadow_case.html", context)


def line_of(run: ShadowRun, labels: Mapping[str, Text]) -> Line:
    words = {str(code): text for code, text in outcomes()}
    failed = run.outcome == ShadowRun.FAILED
    return Line(
        run,
        "over" if failed else chip_of(run.ruled, run.outcome, run.severity),
        words[run.ruled],
        _(FAILURES[run.code]) if failed else words[run.outcome],
        [labels.get(fact, {"zh": fact, "en": fact}) for fact in run.differs],
    )


def _labels(runs: Sequence[ShadowRun], version: RuleVersion) -> dict[str, Text]:
    """What the facts are called; where the version does not ask for one of them, as the rules in force call it."""
    named = [version]
    if any(fact not in version.facts for run in runs for fact in run.differs):
        named = [*version.rule_set.versions.published().order_by("number"), version]
    return {fact: block["label"] for each in named for fact, block in each.facts.items()}


def _table(run: ShadowRun, version: RuleVersion) -> RuleTable | None:
    if run.outcome == ShadowRun.FAILED:
        return None
    said, _verdicts = look(run.assessment, version)
    return table_of_run(version, said.to_body()["rows"], said.code)


def _turns(shadows: Sequence[Shadow]) -> list[tuple[Shadow, str, str]]:
    """The latest first, with who started and stopped it."""
    keys = {key for each in shadows for key in (each.started_by, each.stopped_by) if key}
    names = Names(keys)
    return [
        (each, names[each.started_by], names[each.stopped_by] if each.stopped_by else "")
        for each in reversed(shadows)
    ]
