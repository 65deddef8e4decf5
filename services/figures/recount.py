"""The same counts once more, from the rows of truth: sums the database makes over applications, decisions, evidence and
ratings. It shares no code with the handlers but the names, so that a mistake of either shows as a difference.

Days are those of Asia/Shanghai. Everything up to and with the day of `at` is counted; what the relay has not told yet is
missing from the deltas, so compare when it has nothing left to do, or an earlier day.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from services.aftercare.models import Ending, Reexamination, SpotCheck
from services.applications.models import Application, Assessment, Decision, Evidence, Move, State
from services.catalogue.models import ItemVersion
from services.figures.models import Delta, Measure
from services.ratings.models import Rating, Rectification

CHINA = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
NO_DETAIL = Value("")


class Cell(NamedTuple):
    measure: str
    on: date
    department_id: int
    item_id: int
    region_id: str
    detail: str


Tally = Counter[Cell]


class Difference(NamedTuple):
    cell: Cell
    counted: int
    recounted: int


def counted(at: datetime) -> Tally:
    """What the deltas add up to."""
    rows = Delta.objects.filter(on__lte=localdate(at)).values_list(*Cell._fields).annotate(Sum("amount"))
    return Counter({Cell(*row): amount for *row, amount in rows.order_by()})


def recount(at: datetime) -> Tally:
    """What the rows of truth add up to."""
    last, tally = localdate(at), Tally()
    for cell, amount in _everything():
        if cell.on <= last and amount:
            tally[cell] += amount
    return tally


def differences(at: datetime) -> list[Difference]:
    """Where the two disagree, which is nowhere."""
    one, other = counted(at), recount(at)
    return [
        Difference(cell, one[cell], other[cell])
        for cell in sorted(one.keys() | other.keys())
        if one[cell] != other[cell]
    ]


def _everything() -> Iterator[tuple[Cell, int]]:
    sent = Application.objects.filter(~Q(state=State.DRAFT))
    yield from _grouped(sent, Value(Measure.SENT), "submitted_at")
    declined = Application.objects.filter(ended_as=State.DECLINED)
    yield from _grouped(declined, Value(Measure.DECLINED), "ended_at")
    yield from _grouped(Decision.objects.all(), WAY, "at", "application__")
    yield from _evidence()
    for level in range(1, 6):
        rated = Rating.objects.filter(level=level)
        yield from _grouped(rated, Value(f"RATED_{level}"), "at", "application__")
    answered = Rectification.objects.filter(state=Rectification.State.ANSWERED)
    yield from _grouped(answered, ANSWER, "answered_at", "rating__application__")
    yield from _reviews()


def _reviews() -> Iterator[tuple[Cell, int]]:
    """Why people had to decide, and what people found of what rules had said."""
    handed = Move.objects.filter(target=State.RECEIVED).exclude(
        source__in=(State.AWAITING_CORRECTION, State.SUSPENDED)
    )
    yield from _grouped(handed, Value(Measure.HANDED_OVER), "at", "application__", F("note"))
    proposed = Decision.objects.filter(assessment__outcome=Assessment.Outcome.PROPOSE_REFUSAL)
    answer = Case(When(outcome="REFUSED", then=Value("FOLLOWED")), default=Value("OVERTURNED"))
    yield from _grouped(proposed, Value(Measure.PROPOSAL_ANSWERED), "at", "application__", answer)
    looks = SpotCheck.objects.filter(closed_at__isnull=False)
    yield from _grouped(looks, Value(Measure.LOOKED_AGAIN), "closed_at", "application__", F("state"))
    answered = Reexamination.objects.filter(dispute=None, state__in=("CONFIRMED", "REVERSED"))
    yield from _grouped(answered, Value(Measure.APPEALED), "closed_at", "application__", F("state"))
    reversed_ = SpotCheck.objects.filter(state=SpotCheck.State.REVERSED).values("application")
    revoked = Ending.objects.filter(kind=Ending.Kind.REVOKED, application__decision__decided_by="RULES")
    revoked = revoked.exclude(application__in=reversed_)
    yield from _grouped(revoked, Value(Measure.REVOKED), "at", "application__")


BY_RULES = Q(decided_by=Decision.DecidedBy.RULES)
WAY = Case(
    When(BY_RULES & Q(at__lte=F("application__submitted_at") + MINUTE), then=Value(Measure.APPROVED_AT_ONCE)),
    When(BY_RULES, then=Value(Measure.APPROVED_AFTER_WAITING)),
    When(day__gt=F("application__due_on"), then=Value(Measure.DECIDED_LATE)),
    default=Value(Measure.DECIDED_IN_TIME),
)
ANSWER = Case(
    When(day__lte=F("due_on"), then=Value(Measure.ANSWERED_IN_TIME)),
    default=Value(Measure.ANSWERED_LATE),
)


def _grouped(
    rows: QuerySet[Any], measure: Any, moment: str, application: str = "", detail: Any = NO_DETAIL
) -> Iterator[tuple[Cell, int]]:
    """`moment`: when it happened; `application`: the way from the row to its application."""
    columns = (
        "counted_as",
        "day",
        f"{application}competent_department",
        f"{application}item_version__item",
        f"{application}competent_department__region",
        "told_apart",
    )
    dated = rows.annotate(day=TruncDate(moment, tzinfo=CHINA)).annotate(counted_as=measure, told_apart=detail)
    for *cell, number in dated.order_by().values_list(*columns).annotate(number=Count("pk")):
        yield Cell(*cell), number


def _evidence() -> Iterator[tuple[Cell, int]]:
    """Version by version: what it asks for stands in its package, some of it for some variants only."""
    for version in ItemVersion.objects.filter(pk__in=Application.objects.values("item_version")):
        of_version = Decision.objects.filter(application__item_version=version)
        for piece in version.content["evidence"]:
            of_variants = of_version.filter(application__variant__in=piece.get("variants", []))
            decisions = of_variants if "variants" in piece else of_version
            yield from _grouped(decisions, Value(Measure.EVIDENCE_NEEDED), "at", "application__")
            if piece["source"] == "SHARED_DATA" and piece["fields"]:
                told = decisions.filter(*(_told(field) for field in piece["fields"]))
                yield from _grouped(told, Value(Measure.EVIDENCE_SHARED), "at", "application__")


def _told(field: str) -> Exists:
    evidence = Evidence.objects.filter(application=OuterRef("application"), field_code=field)
    return Exists(
        evidence.filter(source=Evidence.Source.SHARED_DATA, fetched_at__lte=OuterRef("at")).values("pk")
    )
