"""Browser tests: the real site in a thread of this process, a database of its own, and a Chromium.

`phone` and `desktop` open a page with the reader's choices as cookies: `phone("/", mode="elder")`. `city` and `readers` are
one city for a whole module, and everybody who reads its pages (visits.py). The Chromium is the session's
(tests/browser_running.py).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.city import City
from tests.browser.opening import DESKTOP, PHONE, Open, opener, served
from tests.browser.visits import Readers, standing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture
def site(committing_db: None) -> Iterator[str]:
    """The address of the site, without a slash at the end."""
    with served() as address:
        yield address


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Open]:
    with_contexts: list[BrowserContext] = []
    yield opener(browser, site, PHONE, with_contexts)
    for context in with_contexts:
        context.close()


@pytest.fixture
def desktop(browser: Browser, site: str) -> Iterator[Open]:
    with_contexts: list[BrowserContext] = []
    yield opener(browser, site, DESKTOP, with_contexts)
    for context in with_contexts:
        context.close()


@pytest.fixture(scope="module")
def city(database_template: str, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[City]:
    folder: Path = tmp_path_factory.mktemp("city")
    with django_db_blocker.unblock(), standing(database_template, folder) as city:
        yield city


@pytest.fixture(scope="module")
def readers(browser: Browser, city: City) -> Iterator[Readers]:
    with served() as site, Readers(browser, site, city) as readers:
        yield readers
