"""The public figures in words, one function a figure. Where there is nothing to count yet, the section says so and shows no
zero."""

from collections.abc import Callable, Mapping

from portal.public.telling.decisions import instant_applications, on_time, shared_evidence, trips
from portal.public.telling.items import elsewhere_items, instant_items, online_items
from portal.public.telling.people import insurance_steps, users_60
from portal.public.telling.ratings import ratings
from portal.public.telling.reviews import left_to_people, reversals
from portal.public.telling.section import Section
from services.figures.models import Figure
from services.figures.overview import Overview

FIGURES: Mapping[Figure, Callable[[Overview], Section]] = {
    Figure.ONLINE_ITEMS: online_items,
    Figure.INSTANT_APPLICATIONS: instant_applications,
    Figure.INSTANT_ITEMS: instant_items,
    Figure.LEFT_TO_PEOPLE: left_to_people,
    Figure.REVERSALS: reversals,
    Figure.ON_TIME: on_time,
    Figure.TRIPS: trips,
    Figure.SHARED_EVIDENCE: shared_evidence,
    Figure.ELSEWHERE_ITEMS: elsewhere_items,
    Figure.GOOD_RATINGS: ratings,
    Figure.USERS_60: users_60,
    Figure.INSURANCE_STEPS: insurance_steps,
}


def sections(found: Overview) -> list[Section]:
    """In the order of the page."""
    return [tell(found) for tell in FIGURES.values()]


def section(code: str, found: Overview) -> Section | None:
    """One of them; None where there is no such figure."""
    return FIGURES[Figure(code)](found) if code in Figure.values else None
