"""Every page of the URL configuration, in both modes, for the reader it is made for: axe and the measures find nothing.

Each is looked at on a phone, then as wide as a desk; its weight is what a first visit loads over the wire. Languages and
colours take turns from page to page. Whatever else an address can show (errors, states) is measured in both modes as well, but
axe looks at it in one of them, by turns. `PAGES=all ./run test tests/browser/test_every_page.py` looks at everything in all
eight combinations. What was sent is kept, and the Nu HTML checker reads all of it in the end (markup.py).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver

from tests.browser import markup
from tests.browser.audit import audit, measure, reflow, resize
from tests.browser.city import City
from tests.browser.opening import DESKTOP, PHONE
from tests.browser.stops import NO_PAGES_BELOW, NOT_PAGES, PAGES, Stop
from tests.browser.visits import EVERY_LOOK, Look, Readers

ERRORS = {"403", "404"}
SHOWN = "['data-mode', 'data-contrast', 'lang'].map((name) => document.documentElement.getAttribute(name))"
EVERYTHING = os.environ.get("PAGES") == "all"
FIRST = {stop.url: stop for stop in reversed(PAGES)}


def looks(turn: int) -> list[Look]:
    """Both modes, each in one of the four languages and colours, never the same for both, and others for the next page."""
    return EVERY_LOOK if EVERYTHING else [EVERY_LOOK[turn % 4], EVERY_LOOK[4 + (turn + 1 + turn // 4) % 4]]


def is_for_axe(stop: Stop, turn: int, place: int) -> bool:
    """The first of each address in both modes, the others in one; four by four, so that each meets all languages and colours
    (turn by turn one would be light for ever)."""
    return EVERYTHING or stop is FIRST[stop.url] or turn // 4 % 2 == place


SEEN = [
    pytest.param(stop, look, is_for_axe(stop, turn, place), id=f"{stop}-{look}")
    for turn, stop in enumerate(PAGES)
    for place, look in enumerate(looks(turn))
]


def names_of_urls(resolver: Any, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from names_of_urls(each, f"{before}{each.namespace}:" if each.namespace else before)
        else:
            yield f"{before}{each.name or '-'}"


def test_every_url_has_a_line_in_the_table() -> None:
    known = {stop.url for stop in PAGES} | NOT_PAGES.keys()
    named = {name for name in names_of_urls(get_resolver()) if not name.startswith(NO_PAGES_BELOW)}
    assert named - known == set()
    assert known - named == ERRORS


@pytest.fixture(scope="module")
def sent(tmp_path_factory: Any) -> Path:
    """Where the pages lie as they were sent."""
    folder: Path = tmp_path_factory.mktemp("sent")
    return folder


@pytest.mark.parametrize(("stop", "look", "by_axe"), SEEN)
def test_it_is_fit_for_everybody(
    stop: Stop, look: Look, by_axe: bool, city: City, readers: Readers, sent: Path
) -> None:
    assert settings.DEMO
    mode, reading = look.mode, readers.of(stop, look)
    page = reading.page
    answer = reading.visit(stop, city)
    markup.keep(answer.body(), stop, look, sent)
    shown = page.evaluate(SHOWN)
    assert shown == [mode, look.contrast, {"zh-hans": "zh-Hans"}.get(look.language, look.language)]
    heavy = [] if stop.act else reading.too_heavy()
    found = (audit if by_axe else measure)(page, mode) + heavy
    resize(page, DESKTOP)
    found += [f"wide: {each}" for each in measure(page, mode)]
    found += reflow(page) if mode == "elder" else []
    resize(page, PHONE)
    assert found == []


def test_the_html_checker_finds_nothing(sent: Path) -> None:
    pages = sorted(sent.glob("*.html"))
    if not pages:
        pytest.skip("no page was sent: run the whole file")
    assert markup.findings(markup.checker(), pages) == []
