"""Real directories and tables, no part of this repository: PORTAL_TEST_DATA names their folder, else `../shared/data` is
tried.

Without them the tests that want them are skipped, and the run says so in a warning.
"""

import os
import warnings
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared" / "data"


def real(name: str) -> Path:
    """The file, or the test ends here."""
    path = Path(os.environ.get("PORTAL_TEST_DATA") or BESIDE) / name
    if not path.exists():
        missing = f"{name} is not there: PORTAL_TEST_DATA should name the folder that has it"
        warnings.warn(missing, stacklevel=2)
        pytest.skip(missing)
    return path
