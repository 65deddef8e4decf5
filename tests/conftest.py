"""What every test may lean on. Deterministic: nothing here asks the network or the wall clock."""

import os
from typing import Any

import pytest

from portal.starting.texts import compile_texts

pytest_plugins = ["tests.databases", "tests.departments_running", "tests.cast", "tests.browser_running"]
compile_texts()  # for a run of pytest alone; `./run` has done it
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop beside Django's ORM


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Argon2 costs a tenth of a second on purpose; tests make many users."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
