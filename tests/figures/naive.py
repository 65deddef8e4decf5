"""Counting as anybody would: every row, one after the other, in plain Python. Slow, obvious, and nobody else's code."""

from collections import Counter, defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from services.aftercare.models import Ending, Reexamination, SpotCheck
from services.applications.models import Application, Decision, Evidence, Move
from services.catalogue.models import ItemVersion
from services.ratings.models import Rating, Rectification

YUNZHOU = ZoneInfo("Asia/Shanghai")
Key = tuple[str, object, str, str, str, str]


def day(moment: datetime):
    return moment.astimezone(YUNZHOU).date()


def count(until: datetime) -> Counter[Key]:
    """By measure, day, department, item, region (their codes), and what tells apart within a measure."""
    found: Counter[Key] = Counter()
    applications = every_application()
    evidence = told_by_departments()

    def add(application, measure, moment, amount=1, detail=""):
        if day(moment) <= day(until) and amount:
            department = application.competent_department
            item = application.item_version.item.code
            found[measure, day(moment), department.code, item, department.region_id, detail] += amount

    for application in applications.values():
        if application.state != "DRAFT":
            add(application, "SENT", application.submitted_at)
        if application.ended_as == "DECLINED":
            add(application, "DECLINED", application.ended_at)
    for decision in Decision.objects.all():
        application = applications[decision.application_id]
        add(application, way(application, decision), decision.at)
        pieces = application.content["evidence"]
        there = {code for code, came in evidence[application.pk] if came <= decision.at}
        add(application, "EVIDENCE_NEEDED", decision.at, len(pieces))
        whole = [piece for piece in pieces if all(code in there for code in piece["fields"])]
        add(application, "EVIDENCE_SHARED", decision.at, len(whole))
    for rating in Rating.objects.all():
        add(applications[rating.application_id], f"RATED_{rating.level}", rating.at)
    for answer in Rectification.objects.filter(state="ANSWERED").select_related("rating"):
        in_time = day(answer.answered_at) <= answer.due_on
        measure = "ANSWERED_IN_TIME" if in_time else "ANSWERED_LATE"
        add(applications[answer.rating.application_id], measure, answer.answered_at)
    for what, application_id, moment, detail in reviews():
        add(applications[application_id], what, moment, detail=detail)
    return found


def reviews():
    """What people had to look at, and what they found of what rules had said."""
    for move in Move.objects.all():
        if move.target == "RECEIVED" and move.source in ("SUBMITTED", "AWAITING_DATA"):
            yield "HANDED_OVER", move.application_id, move.at, move.note
    for decision in Decision.objects.select_related("assessment"):
        if decision.assessment and decision.assessment.outcome == "PROPOSE_REFUSAL":
            answer = "FOLLOWED" if decision.outcome == "REFUSED" else "OVERTURNED"
            yield "PROPOSAL_ANSWERED", decision.application_id, decision.at, answer
    for check in SpotCheck.objects.all():
        if check.state != "OPEN":
            yield "LOOKED_AGAIN", check.application_id, check.closed_at, check.state
    for row in Reexamination.objects.all():
        if row.dispute_id is None and row.closed_at:
            yield "APPEALED", row.application_id, row.closed_at, row.state
    yield from wrong_in_another_way()


def wrong_in_another_way():
    by_rules = {each.application_id for each in Decision.objects.all() if each.decided_by == "RULES"}
    reversed_ = {each.application_id for each in SpotCheck.objects.all() if each.state == "REVERSED"}
    for ending in Ending.objects.all():
        if ending.kind == "REVOKED" and ending.application_id in by_rules - reversed_:
            yield "REVOKED", ending.application_id, ending.at, ""


def every_application() -> dict[object, Application]:
    """With department, version and item; versions are large and few, so that each is read once."""
    versions = {row.pk: row for row in ItemVersion.objects.select_related("item")}
    found = {row.pk: row for row in Application.objects.select_related("competent_department")}
    for row in found.values():
        row.item_version = versions[row.item_version_id]
    return found


def way(application: Application, decision: Decision) -> str:
    if decision.decided_by == "RULES":
        seconds = (decision.at - application.submitted_at).total_seconds()
        return "APPROVED_AT_ONCE" if seconds <= 60 else "APPROVED_AFTER_WAITING"
    return "DECIDED_LATE" if day(decision.at) > application.due_on else "DECIDED_IN_TIME"


def told_by_departments() -> dict[object, list[tuple[str, datetime]]]:
    found = defaultdict(list)
    shared = Evidence.objects.filter(source="SHARED_DATA")
    for application_id, code, came in shared.values_list("application_id", "field_code", "fetched_at"):
        found[application_id].append((code, came))
    return found
