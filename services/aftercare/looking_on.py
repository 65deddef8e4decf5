"""试运行: what a version that is not yet in force would have said of an application that the rules have just looked at.

Decided on the facts the application froze: nothing is asked, nothing of the application is touched, and a version that
cannot be used, for whatever reason, shows that it failed and leaves everything else alone. Compared is what the rules in
force said, also where the stop switch held it back (`Assessment.trace`).
"""

import logging
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from services.aftercare.models import ShadowRun
from services.applications.deciding import UNJUDGED
from services.applications.models import Assessment
from services.applications.replay import SAME, Said, severity
from services.rules.decide import Conclusion, decide
from services.rules.explain import conditions
from services.rules.models import RuleVersion
from services.rules.queries import compiled, shadows_of

BROKEN = "M00_RULES_FAILED"  # for what nobody has thought of
FAILED_PLACE = -1
Verdicts = dict[str, bool | None]
log = logging.getLogger(__name__)


def look_on(application_id: UUID) -> list[ShadowRun]:
    """What each shadow says of its last assessment; empty where the rules did not look at it. Writes nothing."""
    runs = Assessment.objects.select_related("rule_version", "application").filter(application=application_id)
    run = runs.order_by("at").last()
    if run is None:
        return []
    on = localdate(run.application.submitted_at)
    known = set(ShadowRun.objects.filter(application=application_id).values_list("version", flat=True))
    watching = shadows_of(run.rule_version.rule_set_id, on, run.at).exclude(pk__in=known)
    return [compare(run, version) for version in watching]


def compare(run: Assessment, version: RuleVersion) -> ShadowRun:
    shadow = ShadowRun(
        application_id=run.application_id,
        version=version,
        assessment=run,
        sha256=version.sha256,
        ruled=run.trace["outcome"],
        ruled_code=run.trace["code"],
        ruled_fen=run.trace["amount_fen"],
        at=run.at,
    )
    try:
        _conclude(shadow, run, version)
    except Exception as error:
        log.exception("The shadow %s failed", version)
        shadow.outcome, shadow.severity = ShadowRun.FAILED, FAILED_PLACE
        shadow.code = next((code for kind, code in UNJUDGED.items() if isinstance(error, kind)), BROKEN)
    return shadow


def _conclude(shadow: ShadowRun, run: Assessment, version: RuleVersion) -> None:
    said, verdicts = look(run, version)
    shadow.outcome, shadow.code, shadow.amount_fen = str(said.outcome), said.code, said.amount_fen
    before = Said(shadow.ruled, shadow.ruled_code, shadow.ruled_fen)
    shadow.severity = severity(before, Said(shadow.outcome, shadow.code, shadow.amount_fen))
    shadow.differs = differing({line["fact"]: line["met"] for line in run.conditions}, verdicts)


def look(run: Assessment, version: RuleVersion) -> tuple[Conclusion, Verdicts]:
    """What the version says of the frozen facts, and of each condition whether it is met."""
    table, schema = compiled(version)
    lines = conditions(table, schema, run.facts)
    return decide(table, run.facts, run.trace.get("holes", {})), {line.fact: line.met for line in lines}


def differing(before: Verdicts, after: Verdicts) -> list[str]:
    """Facts whose condition is met under one and not under the other, or that only one of them asks."""
    absent = object()
    return [fact for fact in {**after, **before} if before.get(fact, absent) != after.get(fact, absent)]


def counts(version: RuleVersion) -> dict[str, int]:
    """Of the version as it stands: how many were compared, how many came out the same, and what the others would have been.
    `former`: compared with what a draft said before it was changed."""
    kinds = ("all", "same", "sum", "former", *(outcome for outcome, _ in ShadowRun.OUTCOMES))
    found = dict.fromkeys(kinds, 0)
    rows = ShadowRun.objects.filter(version=version).values_list("sha256", "outcome", "ruled", "severity")
    for sha256, *came_out, number in rows.annotate(Count("pk")).order_by():
        if sha256 != version.sha256:
            found["former"] += number
        else:
            found["all"] += number
            found[_kind(*came_out)] += number
    return found


def _kind(outcome: str, ruled: str, place: int) -> str:
    return "same" if place == SAME else "sum" if outcome == ruled else outcome


def of_content(version: RuleVersion) -> QuerySet[ShadowRun]:
    """Compared with the version as it stands now, the worst for people first."""
    rows = ShadowRun.objects.filter(version=version, sha256=version.sha256)
    return rows.order_by("severity", "-at", "pk")
