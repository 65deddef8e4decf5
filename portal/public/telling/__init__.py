"""The public figures in words, one function a figure. Where there is nothing to count yet, the section says so and shows no
zero."""

from portal.public.telling.decisions import instant_applications, on_time, shared_evidence, trips
from portal.public.telling.items import elsewhere_items, instant_items, online_items
from portal.public.telling.people import insurance_steps, users_60
from portal.public.telling.ratings import ratings
from portal.public.telling.section import Section
from services.figures.overview import Overview

FIGURES = (
    online_items,
    instant_applications,
    instant_items,
    on_time,
    trips,
    shared_evidence,
    elsewhere_items,
    ratings,
    users_60,
    insurance_steps,
)


def sections(found: Overview) -> list[Section]:
    return [tell(found) for tell in FIGURES]
