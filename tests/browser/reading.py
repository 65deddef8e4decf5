"""The city to be read outside the tests: what the commands `tests.browser.screens`, `.pictures` and `.check_markup` share.

Importing it sets Django up, so it is imported before anything that needs the settings. Added to the tests' city are a sheet of
all parts and the page for our own faults, which nobody reaches by a link (showcase.py).
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop beside Django's ORM
django.setup()

from django.test import override_settings  # noqa: E402 (needs the settings)
from django.test.utils import setup_test_environment  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from portal.starting.texts import compile_texts  # noqa: E402
from tests.browser.chromium import launch  # noqa: E402
from tests.browser.city import City  # noqa: E402
from tests.browser.opening import served  # noqa: E402
from tests.browser.stops import PAGES, Stop  # noqa: E402
from tests.browser.visits import Readers, standing  # noqa: E402
from tests.databases import migrated_template  # noqa: E402
from tests.migrated import test_database  # noqa: E402

NOT_LINKED = [Stop("500", "/left-over/500/"), Stop("sheet", "/sheet/", why="of all parts")]
ALL = [*PAGES, *NOT_LINKED]


@contextmanager
def reading() -> Iterator[tuple[City, Readers]]:
    """The city, served, with a Chromium to read it in; a database that is thrown away."""
    compile_texts()
    setup_test_environment(debug=False)
    with ExitStack() as open_, TemporaryDirectory() as name:
        open_.enter_context(test_database())
        folder = Path(name)
        template = open_.enter_context(migrated_template(folder))
        open_.enter_context(override_settings(ROOT_URLCONF="tests.browser.showcase"))
        city = open_.enter_context(standing(template, folder))
        site = open_.enter_context(served())
        playwright = open_.enter_context(sync_playwright())
        browser = open_.enter_context(launch(playwright, folder))
        yield city, open_.enter_context(Readers(browser, site, city))


def wanted(words: list[str]) -> list[Stop]:
    """The stops whose name holds one of the words; all of them without words."""
    return [stop for stop in ALL if not words or any(word in str(stop) for word in words)]
