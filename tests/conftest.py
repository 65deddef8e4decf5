"""What every test may lean on. Deterministic: nothing here asks the network or the wall clock."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from portal.starting.texts import compile_texts

pytest_plugins = [
    "tests.databases",
    "tests.departments_running",
    "tests.cast",
    "tests.offices",
    "tests.browser_running",
    "tests.slow_files",
    "tests.marker.listening",
    "tests.room",
    "tests.threats.marking",
]
compile_texts()  # for a run of pytest alone; `./run` has done it
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop beside Django's ORM


def pytest_collection_finish() -> None:
    """A million objects of modules and tests live to the end: the collector need not walk through them again and again, nor
    look every 700 new ones (hypothesis is told each time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_for_once() -> Iterator[None]:
    """Every client of a test builds the middleware anew, and that looks through all static files, which stay the same."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(middleware: Any) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 costs a tenth of a second on purpose; tests make many users."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
