"""One department's own figures of the last twelve months: how much its rules decide, why they left the rest to people, and
what people found. The same deltas as the public figures, with the codes of the rules, item by item."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Sum
from django.utils.timezone import localdate

from services.catalogue.models import ItemVersion
from services.departments.models import Department
from services.figures.items import ItemFacts, facts_of_items
from services.figures.models import Delta, Measure
from services.figures.overview import DECIDED, INSTANT, Ratio, Totals, first_day
from services.texts import Text


@dataclass
class ItemFigures:
    """`reasons`: code of the rules -> how many they left to a person for it."""

    name: Text
    totals: Totals = field(default_factory=Totals)
    reasons: Counter[str] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def instant(self) -> Ratio:
        return self.totals.ratio(INSTANT, DECIDED)

    @property
    def reversed(self) -> Ratio:
        return self._found(Measure.LOOKED_AGAIN, "REVERSED")

    @property
    def appealed(self) -> Ratio:
        return self._found(Measure.APPEALED, "REVERSED")

    @property
    def overturned(self) -> Ratio:
        return self._found(Measure.PROPOSAL_ANSWERED, "OVERTURNED")

    def _found(self, measure: Measure, detail: str) -> Ratio:
        whole = sum(number for (kind, _), number in self.found.items() if kind == measure)
        return Ratio(self.found[measure, detail], whole)


@dataclass(frozen=True)
class DepartmentFigures:
    """`items`: those something happened to, the most decided first; `whole`: all of them together. `offered`: the items on
    offer of this department, with whether rules may approve them."""

    whole: ItemFigures
    items: list[ItemFigures]
    offered: list[ItemFacts]

    @property
    def instant_items(self) -> Ratio:
        return Ratio(sum(each.instant for each in self.offered), len(self.offered))


def department_figures(department: Department, at: datetime) -> DepartmentFigures:
    deltas = Delta.objects.filter(department=department, on__gte=first_day(at), on__lte=localdate(at))
    rows = list(deltas.order_by().values_list("item", "measure", "detail").annotate(Sum("amount")))
    names = _names({item for item, *_ in rows})
    items = {item: ItemFigures(name) for item, name in names.items()}
    whole = ItemFigures({})
    for item, measure, detail, amount in rows:
        for figures in (items[item], whole):
            _add(figures, measure, detail, amount)
    return DepartmentFigures(
        whole=whole,
        items=sorted(items.values(), key=lambda each: -each.totals.of(DECIDED)),
        offered=[each for each in facts_of_items(localdate(at)) if each.department == department.short_name],
    )


def _add(figures: ItemFigures, measure: str, detail: str, amount: int) -> None:
    figures.totals[measure] += amount
    if measure == Measure.HANDED_OVER:
        figures.reasons[detail] += amount
    elif detail:
        figures.found[measure, detail] += amount


def _names(items: set[int]) -> dict[int, Text]:
    """The newest name of each."""
    versions = ItemVersion.objects.filter(item__in=items).order_by("number")
    return dict(versions.values_list("item", "name"))
