"""Why rules left an application to a person, in kinds that anybody understands. The code of the row, or of what nobody knew,
stands in `Delta.detail`; see docs/rules.md for what each code means."""

from collections import Counter
from collections.abc import Mapping

from django.db import models

from services.applications.deciding import UNJUDGED
from services.applications.switch import STOPPED
from services.rules.decide import BAD_FACT, Hole


class Kind(models.TextChoices):
    """In the order of the pages."""

    MISSING = "MISSING"
    STALE = "STALE"
    DISPUTED = "DISPUTED"
    CONFLICT = "CONFLICT"
    AGAINST = "AGAINST"  # the register speaks against it: rules propose, a person decides
    LOOK = "LOOK"  # a row asks for a person
    NO_ROW = "NO_ROW"  # no row covers it
    STOPPED = "STOPPED"
    NO_RULES = "NO_RULES"


def kind_of(code: str) -> Kind:
    if code.startswith(BAD_FACT):
        hole = code.rpartition("_")[2]
        return Kind(hole) if hole in list(Hole) else Kind.MISSING
    if code in UNJUDGED.values():
        return Kind.NO_RULES
    if code == STOPPED:
        return Kind.STOPPED
    if code.startswith("R"):
        return Kind.AGAINST
    return Kind.NO_ROW if code.startswith("M99") else Kind.LOOK


def by_kind(codes: Mapping[str, int]) -> dict[Kind, int]:
    """The most frequent first, without those that did not happen."""
    found: Counter[Kind] = Counter()
    for code, number in codes.items():
        found[kind_of(code)] += number
    return dict(sorted(found.items(), key=lambda each: -each[1]))
