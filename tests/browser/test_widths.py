"""Other widths and settings than those every page is looked at in: pairwise, on the pages that differ most from each other.

SETTINGS is the smallest table we find in which any two values of two columns meet in one line. Each page takes every third
line, each line thus a third of the pages.
"""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.audit import clipped, measure, moving, resize
from tests.browser.city import City
from tests.browser.stops import PAGES, Stop
from tests.browser.visits import Look, Readers

NARROWEST = 320  # CSS pixels: what WCAG 1.4.10 asks for


class Setting(NamedTuple):
    """`motion` and `colours` are what the system asks for; `zoom` leaves so many pixels of CSS the fewer."""

    width: int
    text_size: str
    mode: str
    language: str
    contrast: str
    motion: Any
    colours: Any
    zoom: int

    @property
    def look(self) -> Look:
        return Look(self.mode, self.language, self.contrast, self.text_size)

    @property
    def room(self) -> int:
        return max(NARROWEST, self.width // self.zoom)

    def __str__(self) -> str:
        return "-".join(str(value) for value in self)


CHOICES = {
    "width": (320, 600, 768, 1024, 1440),
    "text_size": ("1", "2", "3"),
    "mode": ("standard", "elder"),
    "language": ("zh-hans", "en"),
    "contrast": ("light", "dark"),
    "motion": ("no-preference", "reduce"),
    "colours": ("none", "active"),
    "zoom": (1, 2),
}


def pairs(line: tuple[Any, ...]) -> set[tuple[Any, ...]]:
    """Any two of its values, each with its column."""
    return set(combinations(enumerate(line), 2))


def pairwise(choices: dict[str, tuple[Any, ...]]) -> Iterator[Setting]:
    """Line by line the one with most pairs that have not met yet."""
    every = [(line, pairs(line)) for line in product(*choices.values())]
    missing = set().union(*(met for _, met in every))
    while missing:
        line, met = max(every, key=lambda each: len(each[1] & missing))
        missing -= met
        yield Setting(*line)


SETTINGS = list(pairwise(CHOICES))
WALKED = (
    "home-with-applications",
    "search-found",
    "guide",
    "check-with-a-question",
    "check-with-a-long-form",
    "questions-of-an-address",
    "application-approved",
    "application-to-correct",
    "wallet",
    "my_data",
    "figures",
    "verify_code-revoked",
    "account_login",
    "admin:queue-of-the-department",
    "admin:desk_application-to-decide",
)
STOPS = [stop for stop in PAGES if str(stop) in WALKED]
SEEN = [
    pytest.param(stop, setting, id=f"{stop}-{setting}")
    for turn, setting in enumerate(SETTINGS)
    for place, stop in enumerate(STOPS)
    if (turn + place) % 3 == 0
]


def test_the_table_is_small_and_any_two_values_meet() -> None:
    every = set().union(*(pairs(line) for line in product(*CHOICES.values())))
    assert set().union(*(pairs(setting) for setting in SETTINGS)) == every
    assert len(SETTINGS) <= 20
    assert len(STOPS) == len(WALKED)


@pytest.mark.parametrize(("stop", "setting"), SEEN)
def test_it_fits(stop: Stop, setting: Setting, city: City, readers: Readers) -> None:
    reading = readers.of(stop, setting.look)
    page: Page = reading.page
    resize(page, {"width": setting.room, "height": 700})
    page.emulate_media(reduced_motion=setting.motion, forced_colors=setting.colours)
    reading.visit(stop, city)
    found = measure(page, setting.mode) + clipped(page)
    found += moving(page) if setting.motion == "reduce" else []
    assert found == []
