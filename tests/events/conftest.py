import pytest

from services.events import outbox
from tests.clocks import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the outbox; pass it to the relay as well."""
    clock = Clock()
    monkeypatch.setattr(outbox, "now", clock)
    return clock
