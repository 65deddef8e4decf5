"""A pytest plugin: marks every test that a row of the threats names with `case`, so that a run can ask for them."""

import pytest

from tests.threats.document import rows


@pytest.hookimpl(tryfirst=True)  # before anything chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    proofs = {node for row in rows() for node in row.tests}
    for item in items:
        if item.nodeid.partition("[")[0] in proofs:
            item.add_marker("case")
