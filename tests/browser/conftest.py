"""Browser tests: the real site in a thread of this process, a database of its own, and a Chromium.

`phone` and `desktop` open a page with the reader's choices as cookies: `phone("/", mode="elder")`. The Chromium is the
session's (tests/browser_running.py).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page

from services.people.models import User

Open = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


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


@contextmanager
def served() -> Iterator[str]:
    """The site in a thread, on whatever this process is connected to."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


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


def opener(browser: Browser, site: str, size: dict[str, int], contexts: list[BrowserContext]) -> Open:
    def open_(
        path: str | None = "/",
        *,
        mode: str = "standard",
        text_size: str = "1",
        contrast: str = "light",
        language: str = "zh-hans",
        user: User | None = None,
        scripts: bool = True,
        before: str = "",
    ) -> Page:
        """`path=None` opens nothing yet. `user` is signed in, `before` is a script run before each page's own."""
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="zh-CN",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            base_url=site,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        chosen = {"mode": mode, "size": text_size, "contrast": contrast, "django_language": language}
        chosen |= session_of(user) if user else {}
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in chosen.items()])
        if before:
            context.add_init_script(before)
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    return open_


def session_of(user: User) -> dict[str, str]:
    client = Client()
    door = "StaffDoor" if user.is_staff else "CitizenDoor"
    client.force_login(user, backend=f"portal.identity.doors.{door}")
    return {"sessionid": client.cookies["sessionid"].value}
