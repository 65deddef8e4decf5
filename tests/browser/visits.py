"""Going through the city page by page: who reads in which look, how a stop is reached, what came over the wire.

What the checks of every page (test_every_page.py, test_widths.py) and the screens of all pages (screens.py) share.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response

from services.ledger.sealer import seal
from tests.browser.audit import LARGEST_PAGE, MOST_REQUESTS
from tests.browser.city import City, built
from tests.browser.opening import PHONE, opener
from tests.browser.stops import Stop
from tests.databases import own_database


@dataclass(frozen=True)
class Look:
    mode: str = "standard"
    language: str = "zh-hans"
    contrast: str = "light"
    text_size: str = "1"

    @property
    def cookies(self) -> dict[str, str]:
        return {
            "mode": self.mode,
            "django_language": self.language,
            "contrast": self.contrast,
            "size": self.text_size,
        }

    def __str__(self) -> str:
        larger = [] if self.text_size == "1" else [f"size{self.text_size}"]
        return "-".join([self.mode, self.language, self.contrast, *larger])


LED_ON = {"account_reset_password_from_key"}  # whose address holds a secret, and is left at once
EVERY_LOOK = [Look(*each) for each in product(("standard", "elder"), ("zh-hans", "en"), ("light", "dark"))]


@contextmanager
def standing(template: str, folder: Path) -> Iterator[City]:
    """A city in a copy of the migrated database `template`; its files lie in `folder`."""
    addresses: dict[str, str] = {}
    chosen = {
        "DEPARTMENT_ADDRESSES": addresses,
        "DEMO": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 86400,  # a walk through all pages takes longer than five minutes
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "FONT_FOLDER": folder / "no-fonts",
        "VAR": folder,
    }
    with own_database(template, folder), override_settings(**chosen):
        cache.clear()
        yield built(City(folder, addresses))


class Reader:
    """A browser of one reader. Knows what its last page loaded."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self._site = page, site
        self._loaded: list[float] = []
        watching: CDPSession = page.context.new_cdp_session(page)
        watching.send("Network.enable")
        watching.send("Network.setCacheDisabled", {"cacheDisabled": True})
        watching.on("Network.loadingFinished", lambda event: self._loaded.append(event["encodedDataLength"]))

    def has(self, cookies: dict[str, str]) -> None:
        self.page.context.add_cookies(
            [{"name": name, "value": value, "url": self._site} for name, value in cookies.items()]
        )

    def visit(self, stop: Stop, city: City) -> Response:
        """The page of that stop, and what is to be done there. The answer to the last request."""
        seal()  # as the worker does all the time: a log that stands open for minutes lets nobody read on
        with stop.during(city):
            answer = self._go(address(stop, city))
            elsewhere = answer.request.redirected_from and stop.url not in LED_ON
            assert not elsewhere, f"{stop}: led to {answer.url}"
            if act := stop.act:
                answer = self._do(lambda: act(self.page, city))
        assert answer.status == stop.status, f"{stop}: {answer.status}"
        return answer

    def _go(self, path: str) -> Response:
        self._loaded.clear()
        answer = self.page.goto(path)
        assert answer
        return answer

    def _do(self, act: Callable[[], None]) -> Response:
        with self.page.expect_navigation(wait_until="load") as going:
            act()
        return going.value

    def too_heavy(self) -> list[str]:
        sizes = [size for size in self._loaded if size]
        heavy = sum(sizes) > LARGEST_PAGE
        found = [f"A3 {sum(sizes) / 1024:.0f} KB"] if heavy else []
        return found + ([f"A3 {len(sizes)} requests"] if len(sizes) > MOST_REQUESTS else [])


class Readers:
    """Everybody who reads in the city: one browser for each person, kept until the end; looks are changed like glasses."""

    def __init__(self, browser: Browser, site: str, city: City) -> None:
        self._contexts: list[BrowserContext] = []
        self._known: dict[str, Reader] = {}
        self._open = opener(browser, site, PHONE, self._contexts)
        self._site, self._city = site, city

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *raised: object) -> None:
        for context in self._contexts:
            context.close()

    def of(self, stop: Stop, look: Look) -> Reader:
        """Whoever reads that stop, in that look from now on."""
        who = stop.reader.format(look=look)
        if who not in self._known:
            self._known[who] = self._let_in(who)
        self._known[who].has(look.cookies)
        return self._known[who]

    def _let_in(self, who: str) -> Reader:
        reader = Reader(self._open(None), self._site)
        reader.has(self._city.cookies(who))
        return reader


def address(stop: Stop, city: City) -> str:
    """`approved rate/`: what the city calls so, and on from there."""
    if stop.path.startswith("/"):
        return stop.path
    name, _, rest = stop.path.partition(" ")
    return city.paths[name] + rest
