"""Whole stories against whole portals: a demonstration of real processes for each module, and a browser.

The first start of a session fills a portal; the modules' own are copies of it, so a start costs seconds and no story
sees what another left behind. Within a module each story has people of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import PHONE, Open, opener
from tests.journeys.portal import RunningPortal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker("processes")
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """A portal that was started once and stopped: what the others are copied from."""
    portal = RunningPortal(tmp_path_factory.mktemp("filled") / "var")
    try:
        assert portal.start().stop() == 0, portal.said
        yield portal
    finally:
        portal.dispose()


@pytest.fixture(scope="module")
def portal(filled: RunningPortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    copy = filled.copied_to(tmp_path_factory.mktemp("portal") / "var")
    try:
        yield copy.start()
    finally:
        copy.dispose()


@pytest.fixture
def phone(browser: Browser, portal: RunningPortal) -> Iterator[Open]:
    """`phone()` is a browser of its own each time, 360 pixels wide; more pages of it: `page.context.new_page()`."""
    contexts: list[BrowserContext] = []
    yield opener(browser, portal.address, PHONE, contexts)
    for context in contexts:
        context.close()
