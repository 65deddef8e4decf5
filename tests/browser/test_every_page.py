"""Every page of the URL configuration, in both modes, for the reader it is made for: axe and the measures find nothing.

Each is looked at on a phone, then as wide as a desk; its weight is what a first visit loads over the wire.
"""

from collections.abc import Callable, Iterator
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

MODES = ("standard", "elder")
ERRORS = {"403", "404"}


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
def reader(browser: Browser, city: City) -> Iterator[Callable[[str, str], Reader]]:
    contexts: list[BrowserContext] = []
    readers: dict[tuple[str, str], Reader] = {}
    with served() as site:
        open_ = opener(browser, site, PHONE, contexts)

        def read(who: str, mode: str) -> Reader:
            if (who, mode) not in readers:
                context = open_(None, mode=mode).context
                mine = [
                    {"name": name, "value": value, "url": site} for name, value in city.cookies(who).items()
                ]
                context.add_cookies(mine)
                readers[who, mode] = Reader(context)
            return readers[who, mode]

        yield read
        for context in contexts:
            context.close()


def address(stop: Stop, city: City) -> str:
    """`approved rate/`: what the city calls so, and on from there."""
    if stop.path.startswith("/"):
        return stop.path
    name, _, rest = stop.path.partition(" ")
    return city.paths[name] + rest


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("stop", PAGES, ids=str)
def test_it_is_fit_for_everybody(stop: Stop, mode: str, city: City, reader: Any) -> None:
    assert settings.DEMO
    reading: Reader = reader(stop.reader.format(mode=mode), mode)
    page = reading.page
    with stop.during(city):
        status = reading.go(address(stop, city))
        if stop.act:
            act = stop.act
            status = reading.do(lambda: act(page, city))
    assert status == stop.status
    assert page.locator("html").get_attribute("data-mode") == mode
    heavy = [] if stop.act else reading.too_heavy()
    found = audit(page, mode) + heavy
    page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
    found += [f"wide: {each}" for each in measure(page, mode)]
    found += reflow(page) if mode == "elder" else []
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert found == []
