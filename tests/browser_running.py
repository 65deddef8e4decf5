"""One Chromium for the whole session, whoever asks first: `def test_…(browser)`.

Without one the tests are skipped with the line that installs it; where `CI` is set they fail. A plugin, because tests in
more than one folder share it: Playwright runs once in a thread, and not twice.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.standing import ground

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright  # costs a third of a second: only where it is wanted

    from tests.browser import chromium

    with django_db_blocker.unblock():
        ground.end()  # Django takes this thread for another one as soon as Playwright's loop runs in it
    with sync_playwright() as playwright:
        try:
            running = chromium.launch(playwright, tmp_path_factory.mktemp("fonts"))
        except chromium.NoChromium as error:
            words = f"BROWSER TESTS ARE NOT RUN: there is no Chromium. Install one: {error}"
            pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
        yield running
        running.close()
