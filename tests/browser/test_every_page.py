"""Every page of the URL configuration, in both modes, for the reader it is made for: axe and the measures find nothing.

Each is looked at on a phone, then as wide as a desk; its weight is what a first visit loads over the wire. Languages and
colours take turns from page to page; `PAGES=all ./run test tests/browser/test_every_page.py` looks at every page in all eight
combinations.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.urls import get_resolver
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.audit import LARGEST_PAGE, MOST_REQUESTS, audit, measure, reflow
from tests.browser.city import City, built
from tests.browser.conftest import DESKTOP, PHONE, opener, served
from tests.browser.stops import NO_PAGES_BELOW, NOT_PAGES, PAGES, Stop
from tests.databases import own_database

ERRORS = {"403", "404"}


@dataclass(frozen=True)
class Look:
    mode: str
    language: str
    contrast: str

    def __str__(self) -> str:
        return f"{self.mode}-{self.language}-{self.contrast}"


EVERY_LOOK = [Look(*each) for each in product(("standard", "elder"), ("zh-hans", "en"), ("light", "dark"))]


def looks(turn: int) -> list[Look]:
    """Both modes, each in one of the four languages and colours, never the same for both, and others for the next page."""
    if os.environ.get("PAGES") == "all":
        return EVERY_LOOK
    return [EVERY_LOOK[turn % 4], EVERY_LOOK[4 + (turn + 1 + turn // 4) % 4]]


SEEN = [
    pytest.param(stop, look, id=f"{stop}-{look}") for turn, stop in enumerate(PAGES) for look in looks(turn)
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
def city(database_template: str, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[City]:
    folder: Path = tmp_path_factory.mktemp("city")
    addresses: dict[str, str] = {}
    chosen = {
        "DEPARTMENT_ADDRESSES": addresses,
        "DEMO": True,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "FONT_FOLDER": folder / "no-fonts",
    }
    with django_db_blocker.unblock(), own_database(database_template, folder), override_settings(**chosen):
        cache.clear()
        yield built(City(folder, addresses))


class Reader:
    """A browser of one reader in one mode. Knows what its last page loaded."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self._loaded: list[float] = []
        watching: CDPSession = context.new_cdp_session(self.page)
        watching.send("Network.enable")
        watching.send("Network.setCacheDisabled", {"cacheDisabled": True})
        watching.on("Network.loadingFinished", lambda event: self._loaded.append(event["encodedDataLength"]))

    def go(self, path: str) -> int:
        self._loaded.clear()
        answer = self.page.goto(path)
        assert answer
        return answer.status

    def do(self, act: Callable[[], None]) -> int:
        with self.page.expect_navigation(wait_until="load") as going:
            act()
        return going.value.status

    def too_heavy(self) -> list[str]:
        sizes = [size for size in self._loaded if size]
        heavy = sum(sizes) > LARGEST_PAGE
        found = [f"A3 {sum(sizes) / 1024:.0f} KB"] if heavy else []
        return found + ([f"A3 {len(sizes)} requests"] if len(sizes) > MOST_REQUESTS else [])


@pytest.fixture(scope="module")
def reader(browser: Browser, city: City) -> Iterator[Callable[[str, Look], Reader]]:
    contexts: list[BrowserContext] = []
    readers: dict[tuple[str, Look], Reader] = {}
    with served() as site:
        open_ = opener(browser, site, PHONE, contexts)

        def read(who: str, look: Look) -> Reader:
            if (who, look) not in readers:
                chosen = {"mode": look.mode, "language": look.language, "contrast": look.contrast}
                context = open_(None, **chosen).context
                mine = [
                    {"name": name, "value": value, "url": site} for name, value in city.cookies(who).items()
                ]
                context.add_cookies(mine)
                readers[who, look] = Reader(context)
            return readers[who, look]

        yield read
        for context in contexts:
            context.close()


def address(stop: Stop, city: City) -> str:
    """`approved rate/`: what the city calls so, and on from there."""
    if stop.path.startswith("/"):
        return stop.path
    name, _, rest = stop.path.partition(" ")
    return city.paths[name] + rest


@pytest.mark.parametrize(("stop", "look"), SEEN)
def test_it_is_fit_for_everybody(stop: Stop, look: Look, city: City, reader: Any) -> None:
    assert settings.DEMO
    mode = look.mode
    reading: Reader = reader(stop.reader.format(look=look), look)
    page = reading.page
    with stop.during(city):
        status = reading.go(address(stop, city))
        if stop.act:
            act = stop.act
            status = reading.do(lambda: act(page, city))
    assert status == stop.status
    shown = [page.locator("html").get_attribute(name) for name in ("data-mode", "data-contrast", "lang")]
    assert shown == [mode, look.contrast, {"zh-hans": "zh-Hans"}.get(look.language, look.language)]
    heavy = [] if stop.act else reading.too_heavy()
    found = audit(page, mode) + heavy
    page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
    found += [f"wide: {each}" for each in measure(page, mode)]
    found += reflow(page) if mode == "elder" else []
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert found == []
