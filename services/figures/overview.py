"""The public figures of one moment: what the deltas of the last twelve months add up to, and what the catalogue offers.

Read in a handful of queries, whatever the number of applications. Numbers only; the words are the page's.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from services.applications.models import Application
from services.applications.models.application import FOR_PEOPLE
from services.catalogue.models import ItemVersion
from services.departments.models import Department
from services.figures.items import ItemFacts, facts_of_items
from services.figures.models import Delta, Figure, Headcount, Measure, Reading, Target
from services.figures.targets import all_targets
from services.ratings.models import Level, Rectification

MONTHS = 12
INSTANT = (Measure.APPROVED_AT_ONCE,)
BY_RULES = (Measure.APPROVED_AT_ONCE, Measure.APPROVED_AFTER_WAITING)
BY_PEOPLE = (Measure.DECIDED_IN_TIME, Measure.DECIDED_LATE)
DECIDED = BY_RULES + BY_PEOPLE
RATED = {level: Measure(f"RATED_{level.value}") for level in Level}
TOLD_APART = (Measure.HANDED_OVER, Measure.PROPOSAL_ANSWERED, Measure.LOOKED_AGAIN, Measure.APPEALED)
GOOD = (Measure.RATED_3, Measure.RATED_4, Measure.RATED_5)
POOR = (Measure.RATED_1, Measure.RATED_2)


@dataclass(frozen=True)
class Ratio:
    part: int
    whole: int

    @property
    def tenths(self) -> int | None:
        """Tenths of a percent, rounded down: 100 % is said of all only. None of nothing."""
        return self.part * 1000 // self.whole if self.whole else None


class Totals(Counter[str]):
    """Sums by measure, of whatever was summed over."""

    def of(self, measures: Collection[Measure]) -> int:
        return sum(self[measure] for measure in measures)

    def ratio(self, part: Collection[Measure], whole: Collection[Measure]) -> Ratio:
        return Ratio(self.of(part), self.of(whole))


@dataclass(frozen=True)
class Overview:
    """`since` and `until`: the first and the last day counted. `months`: every month of the twelve, the oldest first.
    `details`: why people had to decide, and what they found.
    `undecided_late`: still open today although the promised day is over; `unanswered_late` the same of poor ratings."""

    since: date
    until: date
    totals: Totals
    months: Mapping[date, Totals]
    departments: Mapping[int, Totals]
    items: Mapping[int, Totals]
    names: Mapping[tuple[str, int], Any]
    catalogue: list[ItemFacts]
    details: Mapping[Measure, Counter[str]]
    people: Headcount | None
    undecided_late: int
    unanswered_late: int
    readings: list[Reading]
    targets: Mapping[Figure, Sequence[Target]]

    @property
    def instant(self) -> Ratio:
        """秒批率 by applications: approved by rules within a minute of sending, of all that were decided."""
        return self.totals.ratio(INSTANT, DECIDED)

    @property
    def on_time(self) -> Ratio:
        decided = self.totals.of(DECIDED)
        return Ratio(decided - self.totals[Measure.DECIDED_LATE], decided)

    @property
    def evidence(self) -> Ratio:
        return self.totals.ratio((Measure.EVIDENCE_SHARED,), (Measure.EVIDENCE_NEEDED,))

    @property
    def good_ratings(self) -> Ratio:
        return self.totals.ratio(GOOD, GOOD + POOR)

    @property
    def participation(self) -> Ratio:
        """Ratings of what could be rated: whatever the department decided or declined."""
        return self.totals.ratio(GOOD + POOR, (*DECIDED, Measure.DECLINED))

    @property
    def average_hundredths(self) -> int | None:
        """The mean level in hundredths, rounded down."""
        rated = self.totals.of(GOOD + POOR)
        points = sum(level.value * self.totals[measure] for level, measure in RATED.items())
        return points * 100 // rated if rated else None

    @property
    def reversed(self) -> Ratio:
        """Approvals by rules that a second look reversed, of all that were looked at again."""
        looks = self.details[Measure.LOOKED_AGAIN]
        return Ratio(looks["REVERSED"], looks.total())

    @property
    def appealed(self) -> Ratio:
        """Refusals that did not stand, of all that were looked at again because their citizens asked."""
        answers = self.details[Measure.APPEALED]
        return Ratio(answers["REVERSED"], answers.total())

    @property
    def overturned(self) -> Ratio:
        """Refusals that rules proposed and a person did not follow."""
        answers = self.details[Measure.PROPOSAL_ANSWERED]
        return Ratio(answers["OVERTURNED"], answers.total())

    def items_that(self, quality: str) -> Ratio:
        """`online`, `instant`, `elsewhere`: of the items in use."""
        return Ratio(sum(getattr(item, quality) for item in self.catalogue), len(self.catalogue))


def overview(at: datetime) -> Overview:
    today = localdate(at)
    since = first_day(at)
    deltas = Delta.objects.filter(on__gte=since, on__lte=today)
    months = _summed(deltas.annotate(month=TruncMonth("on")), "month")
    every = [_first_of_month(today, back) for back in range(MONTHS - 1, -1, -1)]
    departments, items = _summed(deltas, "department"), _summed(deltas, "item")
    return Overview(
        since=since,
        until=today,
        totals=_together(months.values()),
        months={month: months.get(month, Totals()) for month in every},
        departments=departments,
        items=items,
        names=_names(departments, items),
        catalogue=facts_of_items(today),
        details=details_of(deltas),
        people=Headcount.objects.filter(on__lte=today).order_by("-on").first(),
        undecided_late=Application.objects.filter(state__in=FOR_PEOPLE, due_on__lt=today).count(),
        unanswered_late=Rectification.objects.overdue(today).count(),
        targets=all_targets(),
        readings=sorted(Reading.objects.all(), key=lambda row: (row.on or date.min, row.pk)),
    )


def first_day(at: datetime) -> date:
    """Of the twelve months that are counted."""
    return _first_of_month(localdate(at), MONTHS - 1)


def _first_of_month(day: date, back: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


def _summed(deltas: Any, by: str) -> dict[Any, Totals]:
    found: dict[Any, Totals] = {}
    for key, measure, amount in deltas.order_by().values_list(by, "measure").annotate(Sum("amount")):
        found.setdefault(key, Totals())[measure] = amount
    return found


def details_of(deltas: QuerySet[Delta]) -> dict[Measure, Counter[str]]:
    """What is told apart within a measure -> how many."""
    found: dict[Measure, Counter[str]] = {measure: Counter() for measure in TOLD_APART}
    rows = deltas.filter(measure__in=TOLD_APART).order_by().values_list("measure", "detail")
    for measure, detail, amount in rows.annotate(Sum("amount")):
        found[Measure(measure)][detail] = amount
    return found


def _together(parts: Iterable[Totals]) -> Totals:
    whole = Totals()
    for part in parts:
        whole.update(part)
    return whole


def _names(departments: Collection[int], items: Collection[int]) -> dict[tuple[str, int], Any]:
    """What people call the departments and items that were counted."""
    known = Department.objects.filter(pk__in=departments).values_list("pk", "short_name")
    names = {("department", pk): name for pk, name in known}
    versions = ItemVersion.objects.filter(item__in=items).order_by("number")
    return names | {
        ("item", pk): name for pk, name in versions.values_list("item", "name")
    }  # the newest stays
