"""What every test may lean on. Deterministic: nothing here asks the network or the wall clock."""

import os
import tempfile

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop beside Django's ORM


@pytest.fixture(scope="session")
def fast_passwords() -> None:
    """Argon2 on purpose costs a tenth of a second; tests make many users."""
