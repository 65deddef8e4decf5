"""Which versions end when another one begins, so that no two of an item hold at once in one place.

A version for everywhere ends all that came before it, pilots too. A pilot ends the pilots whose regions lie in its own;
the version for everywhere goes on beside it. A pilot that would take only a part of another one's regions is refused:
half of a version cannot end.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from services.catalogue.models import ItemVersion
from services.departments.regions import lineage


def held_from(item_code: str, day: date) -> list[ItemVersion]:
    """Published versions of an item that hold on that day or on some later one, with their regions."""
    versions = ItemVersion.objects.filter(item__code=item_code).exclude(state=ItemVersion.State.DRAFT)
    later = versions.filter(Q(in_force_to=None) | Q(in_force_to__gt=day)).prefetch_related("pilots")
    return list(later.order_by("number"))


def ended_by(regions: Collection[str], held: Collection[ItemVersion]) -> list[ItemVersion]:
    """Those of `held` that a version for these regions ends."""
    return [version for version in held if not regions or _lies_in(_regions(version), regions)]


def cut_by(regions: Collection[str], held: Collection[ItemVersion]) -> list[ItemVersion]:
    """Those of `held` that share ground with these regions and would not end: a reason to refuse."""
    ended = ended_by(regions, held)
    return [version for version in held if version not in ended and _meet(_regions(version), regions)]


def _regions(version: ItemVersion) -> list[str]:
    return [pilot.region_id for pilot in version.pilots.all()]


def _lies_in(inner: Collection[str], outer: Collection[str]) -> bool:
    """Whether every one of these regions is one of those or lies in one; what holds everywhere lies in nothing."""
    return bool(inner) and all(set(lineage(region)) & set(outer) for region in inner)


def _meet(ones: Collection[str], others: Collection[str]) -> bool:
    pairs = ((one, other) for one in ones for other in others)
    return any(one in lineage(other) or other in lineage(one) for one, other in pairs)
