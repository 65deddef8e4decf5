"""Targets and readings: rows from `targets.yaml`, and which of several contradictory promises a figure is held to."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from services.figures.models import Figure, Reading, Target
from services.texts import LANGUAGES

SHIPPED = Path(__file__).parent / "targets.yaml"
LESS_IS_BETTER = frozenset({Figure.TRIPS, Figure.INSURANCE_STEPS})


class BadTargets(ValueError):
    """The file says something that cannot be published. Nothing was loaded."""


@transaction.atomic
def load_targets(path: Path = SHIPPED) -> int:
    """Makes both tables equal to the file; returns how many rows there are. Raises BadTargets."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    targets = [Target(from_on=_day(row, "from_on"), **_common(row)) for row in content.get("targets", [])]
    readings = [
        Reading(on=_day(row, "on"), measured_here=bool(row["measured_here"]), **_common(row))
        for row in content.get("readings", [])
    ]
    Target.objects.all().delete()
    Reading.objects.all().delete()
    return len(Target.objects.bulk_create(targets)) + len(Reading.objects.bulk_create(readings))


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    if row.get("figure") not in Figure.values:
        raise BadTargets(f"there is no figure {row.get('figure')}")
    source = row.get("source") or {}
    if not all(source.get(language) for language in LANGUAGES):
        raise BadTargets(f"{row['figure']} {row.get('value')}: where does it stand, in both languages?")
    value = row.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadTargets(f"{row['figure']}: {value!r} is no number")
    return {"figure": row["figure"], "value": Decimal(str(value)), "source": source}


def _day(row: Mapping[str, Any], name: str) -> date | None:
    day = row.get(name)
    if day is not None and not isinstance(day, date):
        raise BadTargets(f"{row.get('figure')}: {day!r} is no day")
    return day


def targets_of(figure: Figure) -> list[Target]:
    """In the order of their days; those without a day first, for they hold already."""
    return all_targets().get(figure, [])


def all_targets() -> dict[Figure, list[Target]]:
    """Of every figure that has any, in one query."""
    found: dict[Figure, list[Target]] = {}
    for target in sorted(Target.objects.all(), key=lambda row: (row.from_on or date.min, row.value, row.pk)):
        found.setdefault(Figure(target.figure), []).append(target)
    return found


def strictest(targets: Sequence[Target], on: date) -> Target | None:
    """What the figure is held to that day: of all promises that are due the one that asks most. A later, easier one
    takes nothing back."""
    due = [target for target in targets if target.from_on is None or target.from_on <= on]
    return max(due, key=_demand, default=None)


def contradict(targets: Sequence[Target]) -> bool:
    """Whether one day has two values, or a later day asks for less than an earlier one. Expects the order of `targets_of`."""
    return any(
        earlier.from_on == later.from_on or _demand(later) < _demand(earlier)
        for earlier, later in pairwise(targets)
        if earlier.value != later.value
    )


def reached(value: Decimal, target: Target) -> bool:
    return value <= target.value if target.figure in LESS_IS_BETTER else value >= target.value


def _demand(target: Target) -> Decimal:
    return -target.value if target.figure in LESS_IS_BETTER else target.value
