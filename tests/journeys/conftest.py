"""Whole stories against whole portals: a demonstration of real processes for each module, and a browser.

The first start of a session fills a portal; the modules' own are copies of it, so a start costs seconds and no story
sees what another left behind. A module that is alone in its session has the first one itself. Within a module each story
has people of its own.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.demo.sign_ins import cast
from tests.browser.conftest import PHONE, Open, opener
from tests.journeys import storage
from tests.journeys.portal import RunningPortal
from tests.journeys.walking import sign_in_at_desk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker("processes")
            item.add_marker(pytest.mark.timeout(600))  # the first of a module may start two portals


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, database_template: str) -> Iterator[RunningPortal]:
    """A portal that was never started. The migrations have run before; that the first start of all runs them,
    tests/demo/test_serve.py sees."""
    folder = tmp_path_factory.mktemp("filled") / "var"
    folder.mkdir()
    portal = RunningPortal(folder, storage.fresh(folder, database_template))
    try:
        yield portal
    finally:
        portal.dispose()


@pytest.fixture(scope="session")
def filled(first: RunningPortal) -> RunningPortal:
    """Started once and stopped: what the others are copied from."""
    assert first.start().stop() == 0, first.said
    return first


@pytest.fixture(scope="module")
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPortal]:
    if is_alone(request.session.items):
        mine = request.getfixturevalue("first")
    else:
        mine = request.getfixturevalue("filled").copied_to(tmp_path_factory.mktemp("portal") / "var")
    try:
        yield mine.start()
    finally:
        mine.dispose()
    assert mine.places_of(str(each["id_no"]) for each in cast().values()) == {}  # after every story: level 4


def is_alone(items: list[pytest.Item]) -> bool:
    return len({item.path for item in items if "portal" in getattr(item, "fixturenames", ())}) == 1


@pytest.fixture(scope="module")
def signed_in(portal: RunningPortal) -> dict[str, list[Any]]:
    """The cookies of caseworkers who have come in, by number."""
    return {}


@pytest.fixture
def desk(phone: Open, signed_in: dict[str, list[Any]]) -> Callable[[str], Page]:
    """`desk("mz1001")` is a page of the desk. Each comes in once a module: a code of the authenticator counts once, and a
    third one within the same half minute is not good yet."""

    def sit_down(number: str) -> Page:
        page = phone(None)
        if number in signed_in:
            page.context.add_cookies(signed_in[number])
            page.goto("/desk/")
        else:
            sign_in_at_desk(page, number)
            signed_in[number] = page.context.cookies()
        return page

    return sit_down


@pytest.fixture
def phone(browser: Browser, portal: RunningPortal) -> Iterator[Open]:
    """`phone()` is a browser of its own each time, 360 pixels wide; more pages of it: `page.context.new_page()`."""
    contexts: list[BrowserContext] = []
    yield opener(browser, portal.address, PHONE, contexts)
    for context in contexts:
        context.close()
