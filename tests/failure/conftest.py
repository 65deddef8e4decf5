"""These tests start a whole cluster and kill it bit by bit: processes, and minutes where the machine is slow."""

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("processes")
            item.add_marker(pytest.mark.timeout(600))
